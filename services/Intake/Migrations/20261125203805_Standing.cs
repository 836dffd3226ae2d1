using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class Standing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "employer_organisation_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "interview_standing",
                table: "applications",
                type: "character varying(30)",
                maxLength: 30,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "ix_applications_awaits_awaits_since_id",
                table: "applications",
                columns: new[] { "awaits", "awaits_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_employer_organisation_id_id",
                table: "applications",
                columns: new[] { "employer_organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_interview_standing_awaits_since_id",
                table: "applications",
                columns: new[] { "interview_standing", "awaits_since", "id" });

            migrationBuilder.Sql("""
                UPDATE applications a SET
                    interview_standing = CASE
                        WHEN interview IS NOT NULL THEN 'Held'
                        WHEN booked_interview_id IS NOT NULL THEN 'Booked'
                        ELSE coalesce((SELECT i.status FROM interviews i WHERE i.application_id = a.id AND i.status IN ('Missed', 'Cancelled') ORDER BY i.starts_at DESC LIMIT 1), 'None') END,
                    employer_organisation_id = (SELECT e.organisation_id FROM application_employers e WHERE e.application_id = a.id ORDER BY e."from" DESC LIMIT 1)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_awaits_awaits_since_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_employer_organisation_id_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_interview_standing_awaits_since_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "employer_organisation_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "interview_standing",
                table: "applications");
        }
    }
}
