using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class ReferencesAndConnections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "active",
                table: "organisations",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "organisations",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "external_reference",
                table: "nominations",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "external_reference",
                table: "employer_agreements",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "nomination_id",
                table: "employer_agreements",
                type: "uuid",
                nullable: true);

            // The key of the names that are here already, as near to TextPolicy.ComparisonKey as SQL comes; the next announcement of an organisation sets it exactly.
            migrationBuilder.Sql(@"UPDATE organisations SET name_key = lower(trim(regexp_replace(normalize(name, NFKC), '\s+', ' ', 'g')));");

            migrationBuilder.CreateIndex(
                name: "ix_organisations_name_key",
                table: "organisations",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "ix_nominations_organisation_id_external_reference",
                table: "nominations",
                columns: new[] { "organisation_id", "external_reference" },
                filter: "external_reference IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_organisation_id_external_reference",
                table: "employer_agreements",
                columns: new[] { "organisation_id", "external_reference" },
                filter: "external_reference IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organisations_name_key",
                table: "organisations");

            migrationBuilder.DropIndex(
                name: "ix_nominations_organisation_id_external_reference",
                table: "nominations");

            migrationBuilder.DropIndex(
                name: "ix_employer_agreements_organisation_id_external_reference",
                table: "employer_agreements");

            migrationBuilder.DropColumn(
                name: "active",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "external_reference",
                table: "nominations");

            migrationBuilder.DropColumn(
                name: "external_reference",
                table: "employer_agreements");

            migrationBuilder.DropColumn(
                name: "nomination_id",
                table: "employer_agreements");
        }
    }
}
