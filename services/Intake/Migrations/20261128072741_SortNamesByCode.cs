using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class SortNamesByCode : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "sort_name",
                table: "applications",
                type: "text",
                nullable: false,
                computedColumnSql: "folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))",
                stored: true,
                collation: "C",
                oldClrType: typeof(string),
                oldType: "text",
                oldComputedColumnSql: "folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))",
                oldStored: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "sort_name",
                table: "applications",
                type: "text",
                nullable: false,
                computedColumnSql: "folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))",
                stored: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldComputedColumnSql: "folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))",
                oldStored: true,
                oldCollation: "C");
        }
    }
}
