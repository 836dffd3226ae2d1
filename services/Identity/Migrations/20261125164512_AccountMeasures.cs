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

            // The history is added to and never changed, but that it no longer names whoever has no account any more.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION account_measures_are_history() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                  nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
                BEGIN
                  IF TG_OP = 'UPDATE'
                    AND (NEW.measure_id, NEW.kind, NEW.at) IS NOT DISTINCT FROM (OLD.measure_id, OLD.kind, OLD.at)
                    AND ((NEW.person_id, NEW.reason) IS NOT DISTINCT FROM (OLD.person_id, OLD.reason)
                      OR (NEW.person_id = nobody AND NEW.reason IS NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD.person_id)))
                    AND (NEW."by" IS NOT DISTINCT FROM OLD."by"
                      OR (NEW."by" = nobody AND OLD."by" IS NOT NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD."by")))
                  THEN
                    RETURN NEW;
                  END IF;

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
