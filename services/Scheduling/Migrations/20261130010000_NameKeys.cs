using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Scheduling.Migrations
{
    /// <inheritdoc />
    public partial class NameKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_edition_name",
                table: "edition");

            migrationBuilder.AddColumn<string>(
                name: "name_key",
                table: "edition",
                type: "text",
                nullable: true);

            // As near as PostgreSQL comes to TextPolicy.ComparisonKey: it has no case folding before version 18, and keeps ignorable characters.
            migrationBuilder.Sql(@"UPDATE edition SET name_key = btrim(regexp_replace(lower(normalize(name, NFKC)), '\s+', ' ', 'g'))");

            migrationBuilder.AlterColumn<string>(
                name: "name_key",
                table: "edition",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_edition_name_key",
                table: "edition",
                column: "name_key",
                unique: true,
                filter: "status <> 'Cancelled'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_edition_name_key",
                table: "edition");

            migrationBuilder.DropColumn(
                name: "name_key",
                table: "edition");

            migrationBuilder.CreateIndex(
                name: "ix_edition_name",
                table: "edition",
                column: "name",
                unique: true,
                filter: "status <> 'Cancelled'");
        }
    }
}
