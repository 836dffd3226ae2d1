using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class Agreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "employer_agreements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    employer_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_name = table.Column<string>(type: "text", nullable: true),
                    contact_email = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    invoice = table.Column<string>(type: "jsonb", nullable: true),
                    terms = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_employer_agreements", x => x.id);
                    table.ForeignKey(
                        name: "fk_employer_agreements_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_application_id",
                table: "employer_agreements",
                column: "application_id",
                unique: true,
                filter: "status IN ('Asked', 'Granted')");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_application_id_number",
                table: "employer_agreements",
                columns: new[] { "application_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_expires_at_id",
                table: "employer_agreements",
                columns: new[] { "expires_at", "id" },
                filter: "status = 'Asked'");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_organisation_id_id",
                table: "employer_agreements",
                columns: new[] { "organisation_id", "id" });

            // By hand: nobody was asked yet, and there is no admission without. Since when somebody waits stays as it was.
            migrationBuilder.Sql("UPDATE applications SET awaits = 'Agreement' WHERE awaits = 'Decision'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // By hand.
            migrationBuilder.Sql("UPDATE applications SET awaits = 'Decision' WHERE awaits = 'Agreement'");

            migrationBuilder.DropTable(
                name: "employer_agreements");
        }
    }
}
