using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    display_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    function = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: true),
                    challenge = table.Column<string>(type: "text", nullable: true),
                    cognitive_wishes = table.Column<string>(type: "text", nullable: true),
                    personal_wishes = table.Column<string>(type: "text", nullable: true),
                    motivation = table.Column<string>(type: "text", nullable: true),
                    capacities = table.Column<string>(type: "text", nullable: true),
                    interview_needs = table.Column<string>(type: "text", nullable: true),
                    wait_list_number = table.Column<long>(type: "bigint", nullable: true),
                    waits_for_place = table.Column<bool>(type: "boolean", nullable: false),
                    decision_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decision_by_name = table.Column<string>(type: "text", nullable: true),
                    decision_deputy = table.Column<bool>(type: "boolean", nullable: true),
                    decision_outcome = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    decision_part = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    decision_reason = table.Column<string>(type: "text", nullable: true),
                    name_call_name = table.Column<string>(type: "text", nullable: true),
                    name_certificate_name = table.Column<string>(type: "text", nullable: true),
                    name_prefix = table.Column<string>(type: "text", nullable: true),
                    name_surname = table.Column<string>(type: "text", nullable: true),
                    name_titles_after = table.Column<string>(type: "text", nullable: true),
                    name_titles_before = table.Column<string>(type: "text", nullable: true),
                    interview = table.Column<string>(type: "jsonb", nullable: true),
                    terms = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_applications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "edition_terms",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: false),
                    minimum_group = table.Column<int>(type: "integer", nullable: false),
                    price_in_cents = table.Column<long>(type: "bigint", nullable: true),
                    hotel_included = table.Column<bool>(type: "boolean", nullable: false),
                    vat = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    last_wait_list_number = table.Column<long>(type: "bigint", nullable: false),
                    cancellation = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition_terms", x => x.edition_id);
                });

            migrationBuilder.CreateTable(
                name: "editions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    intake_days = table.Column<List<DateOnly>>(type: "date[]", nullable: false),
                    starts_on = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    ends_on = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    stated_price_in_cents = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_editions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_message",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_message", x => new { x.message_id, x.consumer_id });
                });

            migrationBuilder.CreateTable(
                name: "interviews",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kept_key_sets",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false),
                    keys = table.Column<string>(type: "text", nullable: false),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_key_sets", x => x.issuer);
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_message",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    exchange = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    refusals = table.Column<int>(type: "integer", nullable: false),
                    last_refusal = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "participations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "programme_time",
                columns: table => new
                {
                    clock_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    offset = table.Column<TimeSpan>(type: "interval", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_programme_time", x => x.clock_id);
                });

            migrationBuilder.CreateTable(
                name: "application_employers",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: true),
                    from = table.Column<DateOnly>(type: "date", nullable: true),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_employers", x => new { x.application_id, x.id });
                    table.ForeignKey(
                        name: "fk_application_employers_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "application_history",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    what = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    judgement_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interview_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    by_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    by_display_name = table.Column<string>(type: "text", nullable: true),
                    by_part = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    by_person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_history", x => x.id);
                    table.ForeignKey(
                        name: "fk_application_history_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "judgements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: false),
                    author_name = table.Column<string>(type: "text", nullable: false),
                    author_part = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    author_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    capacities_fits = table.Column<bool>(type: "boolean", nullable: false),
                    capacities_note = table.Column<string>(type: "text", nullable: false),
                    confirmed_by_deputy = table.Column<bool>(type: "boolean", nullable: true),
                    confirmed_by_display_name = table.Column<string>(type: "text", nullable: true),
                    confirmed_by_part = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    confirmed_by_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    learning_wishes_fits = table.Column<bool>(type: "boolean", nullable: false),
                    learning_wishes_note = table.Column<string>(type: "text", nullable: false),
                    motivation_fits = table.Column<bool>(type: "boolean", nullable: false),
                    motivation_note = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judgements", x => x.id);
                    table.ForeignKey(
                        name: "fk_judgements_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "edition_team",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition_team", x => new { x.edition_id, x.id });
                    table.ForeignKey(
                        name: "fk_edition_team_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "interview_panel",
                columns: table => new
                {
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interview_panel", x => new { x.interview_id, x.id });
                    table.ForeignKey(
                        name: "fk_interview_panel_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_application_employers_organisation_id",
                table: "application_employers",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_history_application_id_id",
                table: "application_history",
                columns: new[] { "application_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_edition_id_status",
                table: "applications",
                columns: new[] { "edition_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_edition_id_wait_list_number",
                table: "applications",
                columns: new[] { "edition_id", "wait_list_number" },
                unique: true,
                filter: "wait_list_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_applications_person_id_edition_id",
                table: "applications",
                columns: new[] { "person_id", "edition_id" },
                unique: true,
                filter: "status NOT IN ('Rejected', 'Withdrawn')");

            migrationBuilder.CreateIndex(
                name: "ix_edition_team_person_id",
                table: "edition_team",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_consumed_at",
                table: "inbox_message",
                column: "consumed_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_interview_panel_person_id",
                table: "interview_panel",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_interviews_application_id",
                table: "interviews",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_judgements_application_id_number",
                table: "judgements",
                columns: new[] { "application_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message",
                columns: new[] { "due_at", "id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_participations_application_id",
                table: "participations",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_participations_edition_id_status",
                table: "participations",
                columns: new[] { "edition_id", "status" });

            // History is append-only. A line goes when the person is erased, and never otherwise.
            migrationBuilder.Sql("""
                CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'A line of history is never changed.' USING ERRCODE = 'restrict_violation';
                END $$;
                CREATE TRIGGER history_is_append_only BEFORE UPDATE ON application_history
                    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER history_is_append_only ON application_history; DROP FUNCTION refuse_change_of_history();");

            migrationBuilder.DropTable(
                name: "application_employers");

            migrationBuilder.DropTable(
                name: "application_history");

            migrationBuilder.DropTable(
                name: "edition_team");

            migrationBuilder.DropTable(
                name: "edition_terms");

            migrationBuilder.DropTable(
                name: "inbox_message");

            migrationBuilder.DropTable(
                name: "interview_panel");

            migrationBuilder.DropTable(
                name: "judgements");

            migrationBuilder.DropTable(
                name: "kept_key_sets");

            migrationBuilder.DropTable(
                name: "organisations");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "participations");

            migrationBuilder.DropTable(
                name: "programme_time");

            migrationBuilder.DropTable(
                name: "editions");

            migrationBuilder.DropTable(
                name: "interviews");

            migrationBuilder.DropTable(
                name: "applications");
        }
    }
}
