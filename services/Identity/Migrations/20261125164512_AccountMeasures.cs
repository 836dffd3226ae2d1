using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Identity.Migrations
{
    /// <inheritdoc />
    public partial class AccountMeasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "return_url",
                table: "pending_registrations",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "blocked_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_measures",
                columns: table => new
                {
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_measures", x => x.measure_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_measures_person_id_at",
                table: "account_measures",
                columns: new[] { "person_id", "at" });

            // The history is added to, and never changed.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION account_measures_are_history() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  RAISE EXCEPTION 'account measures are history: rows are added, and never changed or removed';
                END $$;
                CREATE TRIGGER account_measures_are_history BEFORE UPDATE OR DELETE ON account_measures FOR EACH ROW EXECUTE FUNCTION account_measures_are_history();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_measures");

            migrationBuilder.Sql("DROP FUNCTION account_measures_are_history()");

            migrationBuilder.DropColumn(
                name: "return_url",
                table: "pending_registrations");

            migrationBuilder.DropColumn(
                name: "blocked_at",
                table: "accounts");
        }
    }
}
