using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Scheduling.Migrations
{
    /// <inheritdoc />
    public partial class ReferencesAndConnections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "active",
                table: "organisation",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "organisation",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "agreement_id",
                table: "employment",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "external_reference",
                table: "employment",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "nomination_id",
                table: "employment",
                type: "uuid",
                nullable: true);

            // The key of the names that are here already, as near to TextPolicy.ComparisonKey as SQL comes; the next announcement of an organisation sets it exactly.
            migrationBuilder.Sql(@"UPDATE organisation SET name_key = lower(trim(regexp_replace(normalize(name, NFKC), '\s+', ' ', 'g')));");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_name_key",
                table: "organisation",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "ix_employment_organisation_id_external_reference",
                table: "employment",
                columns: new[] { "organisation_id", "external_reference" },
                filter: "external_reference IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organisation_name_key",
                table: "organisation");

            migrationBuilder.DropIndex(
                name: "ix_employment_organisation_id_external_reference",
                table: "employment");

            migrationBuilder.DropColumn(
                name: "active",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "organisation");

            migrationBuilder.DropColumn(
                name: "agreement_id",
                table: "employment");

            migrationBuilder.DropColumn(
                name: "external_reference",
                table: "employment");

            migrationBuilder.DropColumn(
                name: "nomination_id",
                table: "employment");
        }
    }
}
