using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Identity.Migrations
{
    /// <inheritdoc />
    public partial class Erasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "erased_people",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_people", x => x.person_id);
                });

            // The history is still added to and never changed, but that it no longer names whoever was erased: once there is no account with the id.
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION appointments_are_history() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                  nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
                BEGIN
                  IF TG_OP = 'UPDATE'
                    AND (NEW.appointment_id, NEW.role, NEW.organisation_id, NEW.given, NEW.at) IS NOT DISTINCT FROM (OLD.appointment_id, OLD.role, OLD.organisation_id, OLD.given, OLD.at)
                    AND ((NEW.person_id, NEW.reason) IS NOT DISTINCT FROM (OLD.person_id, OLD.reason)
                      OR (NEW.person_id = nobody AND NEW.reason IS NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD.person_id)))
                    AND (NEW."by" IS NOT DISTINCT FROM OLD."by"
                      OR (NEW."by" = nobody AND OLD."by" IS NOT NULL AND NOT EXISTS (SELECT FROM accounts WHERE id = OLD."by")))
                  THEN
                    RETURN NEW;
                  END IF;

                  RAISE EXCEPTION 'appointments are history: rows are added, and never changed or removed';
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION appointments_are_history() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  RAISE EXCEPTION 'appointments are history: rows are added, and never changed or removed';
                END $$;
                """);

            migrationBuilder.DropTable(
                name: "erased_people");
        }
    }
}
