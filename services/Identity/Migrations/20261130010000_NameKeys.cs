using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Identity.Migrations
{
    /// <inheritdoc />
    public partial class NameKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organisations_name",
                table: "organisations");

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "organisations",
                type: "text",
                nullable: true);

            // As near as PostgreSQL comes to TextPolicy.ComparisonKey: it has no case folding before version 18, and keeps ignorable characters.
            migrationBuilder.Sql(@"UPDATE organisations SET name_key = btrim(regexp_replace(lower(normalize(name, NFKC)), '\s+', ' ', 'g'))");

            migrationBuilder.AlterColumn<string>(
                name: "name_key",
                table: "organisations",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisations_name_key",
                table: "organisations",
                column: "name_key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organisations_name_key",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "organisations");

            migrationBuilder.CreateIndex(
                name: "ix_organisations_name",
                table: "organisations",
                column: "name",
                unique: true);
        }
    }
}
