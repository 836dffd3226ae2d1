using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Scheduling.Migrations
{
    /// <inheritdoc />
    public partial class EmployerNamesAndPanels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "employment",
                type: "text",
                nullable: false,
                defaultValue: "");

            // As near to TextPolicy.ComparisonKey as SQL comes.
            migrationBuilder.Sql(@"UPDATE employment SET name_key = lower(trim(regexp_replace(normalize(name, NFKC), '\s+', ' ', 'g')));");

            migrationBuilder.CreateIndex(
                name: "ix_interview_panel",
                table: "interview",
                column: "panel")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "jsonb_path_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_employment_name_key",
                table: "employment",
                column: "name_key",
                filter: "organisation_id IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_interview_panel",
                table: "interview");

            migrationBuilder.DropIndex(
                name: "ix_employment_name_key",
                table: "employment");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "employment");
        }
    }
}
