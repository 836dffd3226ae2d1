using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class EmployerNamesAndAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "reference_is_from_answer",
                table: "employer_agreements",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "undeliverable",
                table: "employer_agreements",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "application_employers",
                type: "text",
                nullable: true);

            // As near to TextPolicy.ComparisonKey as SQL comes.
            migrationBuilder.Sql(@"UPDATE application_employers SET name_key = lower(trim(regexp_replace(normalize(name, NFKC), '\s+', ' ', 'g')));");
            migrationBuilder.Sql("UPDATE employer_agreements SET undeliverable = true WHERE notification = 'Undeliverable';");
            migrationBuilder.Sql(
                """
                UPDATE employer_agreements SET reference_is_from_answer = true
                WHERE external_reference IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM nominations n WHERE n.id = nomination_id AND n.external_reference = employer_agreements.external_reference);
                """);

            migrationBuilder.CreateIndex(
                name: "ix_application_employers_name_key",
                table: "application_employers",
                column: "name_key",
                filter: "organisation_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_application_employers_name_key",
                table: "application_employers");

            migrationBuilder.DropColumn(
                name: "reference_is_from_answer",
                table: "employer_agreements");

            migrationBuilder.DropColumn(
                name: "undeliverable",
                table: "employer_agreements");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "application_employers");
        }
    }
}
