using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class DataSubjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "undeliverable",
                table: "successions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "data_subject_id",
                table: "outgoing_mail",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "recipient_person_id",
                table: "outgoing_mail",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "data_subject_id",
                table: "outbox_message",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "has_contact",
                table: "organisations",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "undeliverable",
                table: "nominations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "notification",
                table: "employer_agreements",
                type: "character varying(30)",
                maxLength: 30,
                nullable: false,
                defaultValue: "Mailed");

            migrationBuilder.AddColumn<Guid>(
                name: "concerns_id",
                table: "application_history",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_data_subject",
                table: "outgoing_mail",
                column: "data_subject_id");

            // Written by hand. Lines that name a person get the id where the conflict of interest is still declared; from now on a line is found by it.
            migrationBuilder.Sql(
                """
                ALTER TABLE application_history DISABLE TRIGGER USER;
                UPDATE application_history h SET concerns_id = c.person_id FROM application_conflicts c
                WHERE c.application_id = h.application_id AND c.display_name = h.concerns;
                ALTER TABLE application_history ENABLE TRIGGER USER;

                CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                  nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
                  names CONSTANT text[] := ARRAY['by_person_id', 'by_display_name', 'concerns_id', 'concerns'];
                  texts CONSTANT text[] := ARRAY['reason', 'judgement_id'];
                BEGIN
                  IF to_jsonb(NEW) - names - texts = to_jsonb(OLD) - names - texts
                    AND ((NEW.by_person_id, NEW.by_display_name) IS NOT DISTINCT FROM (OLD.by_person_id, OLD.by_display_name)
                      OR (NEW.by_person_id = nobody AND NEW.by_display_name = 'Verwijderd account'
                        AND EXISTS (SELECT FROM erased_people WHERE person_id = OLD.by_person_id)))
                    AND ((NEW.concerns_id, NEW.concerns) IS NOT DISTINCT FROM (OLD.concerns_id, OLD.concerns)
                      OR (NEW.concerns_id = nobody AND NEW.concerns = 'Verwijderd account'
                        AND EXISTS (SELECT FROM erased_people WHERE person_id = OLD.concerns_id)))
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

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mail_data_subject",
                table: "outgoing_mail");

            migrationBuilder.DropColumn(
                name: "undeliverable",
                table: "successions");

            migrationBuilder.DropColumn(
                name: "data_subject_id",
                table: "outgoing_mail");

            migrationBuilder.DropColumn(
                name: "recipient_person_id",
                table: "outgoing_mail");

            migrationBuilder.DropColumn(
                name: "data_subject_id",
                table: "outbox_message");

            migrationBuilder.DropColumn(
                name: "has_contact",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "undeliverable",
                table: "nominations");

            migrationBuilder.DropColumn(
                name: "notification",
                table: "employer_agreements");

            migrationBuilder.DropColumn(
                name: "concerns_id",
                table: "application_history");
        }
    }
}
