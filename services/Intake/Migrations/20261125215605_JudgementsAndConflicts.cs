using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class JudgementsAndConflicts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "confirmed_at",
                table: "judgements",
                newName: "stands_since");

            migrationBuilder.AddColumn<string>(
                name: "judgement_mode",
                table: "edition_terms",
                type: "character varying(30)",
                maxLength: 30,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "judgement_mode",
                table: "applications",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "concerns",
                table: "application_history",
                type: "character varying(250)",
                maxLength: 250,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "application_conflicts",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    judging_step = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_conflicts", x => new { x.application_id, x.id });
                    table.ForeignKey(
                        name: "fk_application_conflicts_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // By hand: until now every candidate was judged by one note.
            migrationBuilder.Sql("""
                UPDATE edition_terms SET judgement_mode = 'OneNote';
                UPDATE applications a SET judgement_mode = 'OneNote' WHERE EXISTS (SELECT FROM judgements j WHERE j.application_id = a.id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_conflicts");

            migrationBuilder.DropColumn(
                name: "judgement_mode",
                table: "edition_terms");

            migrationBuilder.DropColumn(
                name: "judgement_mode",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "concerns",
                table: "application_history");

            migrationBuilder.RenameColumn(
                name: "stands_since",
                table: "judgements",
                newName: "confirmed_at");
        }
    }
}
