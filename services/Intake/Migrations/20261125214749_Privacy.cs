using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class Privacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "retention_consent_at",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "texts_removed_at",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "erased_people",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_people", x => x.person_id);
                });

            migrationBuilder.CreateTable(
                name: "removed_applications",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    outcome = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_removed_applications", x => new { x.edition_id, x.outcome });
                });

            migrationBuilder.CreateIndex(
                name: "ix_applications_closed_at",
                table: "applications",
                column: "closed_at",
                filter: "closed_at IS NOT NULL");

            // Written by hand, from here to the end.
            migrationBuilder.Sql(
                """
                UPDATE applications a SET closed_at = coalesce((SELECT max(h.at) FROM application_history h WHERE h.application_id = a.id AND h.what IN ('Withdrawn', 'Rejected')), a.changed_at)
                WHERE a.status IN ('Withdrawn', 'Rejected');

                CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                  names CONSTANT text[] := ARRAY['by_person_id', 'by_display_name'];
                  texts CONSTANT text[] := ARRAY['reason', 'judgement_id', 'concerns'];
                BEGIN
                  IF to_jsonb(NEW) - names - texts = to_jsonb(OLD) - names - texts
                    AND ((NEW.by_person_id, NEW.by_display_name) IS NOT DISTINCT FROM (OLD.by_person_id, OLD.by_display_name)
                      OR (NEW.by_person_id = '00000000-0000-0000-0000-000000000000' AND NEW.by_display_name = 'Verwijderd account'
                        AND EXISTS (SELECT FROM erased_people WHERE person_id = OLD.by_person_id)))
                    AND (NEW.concerns IS NOT DISTINCT FROM OLD.concerns
                      OR (NEW.concerns = 'Verwijderd account' AND EXISTS (
                        SELECT FROM application_conflicts c JOIN erased_people USING (person_id) WHERE c.application_id = OLD.application_id AND c.display_name = OLD.concerns)))
                    AND ((NEW.reason, NEW.judgement_id) IS NOT DISTINCT FROM (OLD.reason, OLD.judgement_id)
                      OR (NEW.reason IS NULL AND NEW.judgement_id IS NULL
                        AND EXISTS (SELECT FROM applications WHERE id = OLD.application_id AND texts_removed_at IS NOT NULL)))
                  THEN
                    RETURN NEW;
                  END IF;

                  RAISE EXCEPTION 'A line of history is never changed.' USING ERRCODE = 'restrict_violation';
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Written by hand.
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'A line of history is never changed.' USING ERRCODE = 'restrict_violation';
                END $$;
                """);

            migrationBuilder.DropTable(
                name: "erased_people");

            migrationBuilder.DropTable(
                name: "removed_applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_closed_at",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "retention_consent_at",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "texts_removed_at",
                table: "applications");
        }
    }
}
