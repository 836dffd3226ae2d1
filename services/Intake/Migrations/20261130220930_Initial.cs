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
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,")
                .Annotation("Npgsql:PostgresExtension:unaccent", ",,");

            migrationBuilder.Sql(Folded);

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
                    next_step = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    waiting_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    booked_interview_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interview_progress = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    moved_from_id = table.Column<Guid>(type: "uuid", nullable: true),
                    retention_consent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    texts_removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    display_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    searchable = table.Column<string>(type: "text", nullable: false),
                    employer_organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    function = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: true),
                    challenge = table.Column<string>(type: "text", nullable: true),
                    cognitive_wishes = table.Column<string>(type: "text", nullable: true),
                    personal_wishes = table.Column<string>(type: "text", nullable: true),
                    motivation = table.Column<string>(type: "text", nullable: true),
                    capacities = table.Column<string>(type: "text", nullable: true),
                    interview_needs = table.Column<string>(type: "text", nullable: true),
                    judgement_mode = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    wait_list_number = table.Column<long>(type: "bigint", nullable: true),
                    waits_for_place = table.Column<bool>(type: "boolean", nullable: false),
                    offer_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    search_text = table.Column<string>(type: "text", nullable: false, computedColumnSql: "folded(searchable)", stored: true),
                    sort_name = table.Column<string>(type: "text", nullable: false, computedColumnSql: "folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))", stored: true, collation: "C"),
                    decision_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decision_by_name = table.Column<string>(type: "text", nullable: true),
                    decision_deputy = table.Column<bool>(type: "boolean", nullable: true),
                    decision_outcome = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    decision_reason = table.Column<string>(type: "text", nullable: true),
                    decision_role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
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
                    table.ForeignKey(
                        name: "fk_applications_applications_moved_from_id",
                        column: x => x.moved_from_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "cached_key_sets",
                columns: table => new
                {
                    issuer = table.Column<string>(type: "text", nullable: false),
                    keys = table.Column<string>(type: "text", nullable: false),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cached_key_sets", x => x.issuer);
                });

            migrationBuilder.CreateTable(
                name: "edition_terms",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    announced = table.Column<bool>(type: "boolean", nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: false),
                    minimum_group = table.Column<int>(type: "integer", nullable: false),
                    price_in_cents = table.Column<long>(type: "bigint", nullable: true),
                    hotel_included = table.Column<bool>(type: "boolean", nullable: false),
                    vat = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    judgement_mode = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    offer_days = table.Column<int>(type: "integer", nullable: false),
                    successors_until = table.Column<DateOnly>(type: "date", nullable: true),
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
                name: "idempotent_responses",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    caller = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true),
                    etag = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_responses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_messages",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_messages", x => new { x.message_id, x.consumer_id });
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
                name: "mail_requests",
                columns: table => new
                {
                    mail_request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_requests", x => x.mail_request_id);
                });

            migrationBuilder.CreateTable(
                name: "one_time_links",
                columns: table => new
                {
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    purpose = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_one_time_links", x => x.secret_hash);
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_key = table.Column<string>(type: "text", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false, defaultValue: true),
                    has_contact = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    exchange = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    data_subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    refusals = table.Column<int>(type: "integer", nullable: false),
                    last_refusal = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outgoing_mail",
                columns: table => new
                {
                    mail_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: true),
                    subject = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: true),
                    data_subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recipient_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tried_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    refusals = table.Column<int>(type: "integer", nullable: false),
                    last_refusal = table.Column<string>(type: "text", nullable: true),
                    parked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outgoing_mail", x => x.mail_id);
                });

            migrationBuilder.CreateTable(
                name: "participations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    employer_organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    employed_since = table.Column<DateOnly>(type: "date", nullable: true),
                    employed_until = table.Column<DateOnly>(type: "date", nullable: true),
                    transfer_request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    transfer_to = table.Column<Guid>(type: "uuid", nullable: true),
                    transfer_granted = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    display_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.person_id);
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

            migrationBuilder.CreateTable(
                name: "application_conflicts",
                columns: table => new
                {
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    judging_step = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_application_conflicts", x => new { x.application_id, x.id });
                    table.ForeignKey(
                        name: "fk_application_conflicts_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                    name_key = table.Column<string>(type: "text", nullable: true),
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
                    concerns = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: true),
                    concerns_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    by_display_name = table.Column<string>(type: "text", nullable: true),
                    by_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by_role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true)
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
                name: "employer_agreements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    employer_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_name = table.Column<string>(type: "text", nullable: true),
                    contact_email = table.Column<string>(type: "text", nullable: true),
                    undeliverable = table.Column<bool>(type: "boolean", nullable: false),
                    notification = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    nomination_id = table.Column<Guid>(type: "uuid", nullable: true),
                    external_reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    reference_is_from_response = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    invoice = table.Column<string>(type: "jsonb", nullable: true),
                    terms = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_employer_agreements", x => x.id);
                    table.ForeignKey(
                        name: "fk_employer_agreements_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                    author_role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    author_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    final_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    capacities_fits = table.Column<bool>(type: "boolean", nullable: false),
                    capacities_note = table.Column<string>(type: "text", nullable: false),
                    confirmed_by_deputy = table.Column<bool>(type: "boolean", nullable: true),
                    confirmed_by_display_name = table.Column<string>(type: "text", nullable: true),
                    confirmed_by_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    confirmed_by_role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
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
                name: "place_offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_place_offers", x => x.id);
                    table.ForeignKey(
                        name: "fk_place_offers_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "edition_team_members",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition_team_members", x => new { x.edition_id, x.id });
                    table.ForeignKey(
                        name: "fk_edition_team_members_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "interests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    notified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interests", x => x.id);
                    table.ForeignKey(
                        name: "fk_interests_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "successions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    withdrawn_application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    employer_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    contact_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    held_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    nominate_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    undeliverable = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_successions", x => x.id);
                    table.ForeignKey(
                        name: "fk_successions_applications_withdrawn_application_id",
                        column: x => x.withdrawn_application_id,
                        principalTable: "applications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_successions_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "interview_panel_members",
                columns: table => new
                {
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interview_panel_members", x => new { x.interview_id, x.id });
                    table.ForeignKey(
                        name: "fk_interview_panel_members_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "nominations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    employer_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    function = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: true),
                    external_reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    succession_id = table.Column<Guid>(type: "uuid", nullable: true),
                    undeliverable = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    nominated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name_call_name = table.Column<string>(type: "text", nullable: true),
                    name_prefix = table.Column<string>(type: "text", nullable: true),
                    name_surname = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nominations", x => x.id);
                    table.ForeignKey(
                        name: "fk_nominations_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "applications",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_nominations_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_nominations_successions_succession_id",
                        column: x => x.succession_id,
                        principalTable: "successions",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_application_employers_name_key",
                table: "application_employers",
                column: "name_key",
                filter: "organisation_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_application_employers_organisation_id",
                table: "application_employers",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_application_history_application_id_id",
                table: "application_history",
                columns: new[] { "application_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_closed_at",
                table: "applications",
                column: "closed_at",
                filter: "closed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_applications_edition_id_id",
                table: "applications",
                columns: new[] { "edition_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_edition_id_sort_name_id",
                table: "applications",
                columns: new[] { "edition_id", "sort_name", "id" });

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
                name: "ix_applications_edition_id_waiting_since_id",
                table: "applications",
                columns: new[] { "edition_id", "waiting_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_employer_organisation_id_id",
                table: "applications",
                columns: new[] { "employer_organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_interview_progress_waiting_since_id",
                table: "applications",
                columns: new[] { "interview_progress", "waiting_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_moved_from_id",
                table: "applications",
                column: "moved_from_id");

            migrationBuilder.CreateIndex(
                name: "ix_applications_next_step_waiting_since_id",
                table: "applications",
                columns: new[] { "next_step", "waiting_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_person_id_edition_id",
                table: "applications",
                columns: new[] { "person_id", "edition_id" },
                unique: true,
                filter: "status NOT IN ('Rejected', 'Withdrawn', 'Lapsed')");

            migrationBuilder.CreateIndex(
                name: "ix_applications_search_text",
                table: "applications",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_sort_name_id",
                table: "applications",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_waiting_since_id",
                table: "applications",
                columns: new[] { "waiting_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_edition_team_members_person_id",
                table: "edition_team_members",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_application_id",
                table: "employer_agreements",
                column: "application_id",
                unique: true,
                filter: "status IN ('Requested', 'Granted')");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_application_id_number",
                table: "employer_agreements",
                columns: new[] { "application_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_expires_at_id",
                table: "employer_agreements",
                columns: new[] { "expires_at", "id" },
                filter: "status = 'Requested'");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_organisation_id_external_reference",
                table: "employer_agreements",
                columns: new[] { "organisation_id", "external_reference" },
                filter: "external_reference IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_employer_agreements_organisation_id_id",
                table: "employer_agreements",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_responses_caller",
                table: "idempotent_responses",
                column: "caller");

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_responses_expires_at",
                table: "idempotent_responses",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_messages_consumed_at",
                table: "inbox_messages",
                column: "consumed_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_interests_edition_id_address_hash",
                table: "interests",
                columns: new[] { "edition_id", "address_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_interests_requested_at",
                table: "interests",
                column: "requested_at");

            migrationBuilder.CreateIndex(
                name: "ix_interview_panel_members_person_id",
                table: "interview_panel_members",
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
                name: "ix_mail_requests_address_hash_kind_requested_at",
                table: "mail_requests",
                columns: new[] { "address_hash", "kind", "requested_at" });

            migrationBuilder.CreateIndex(
                name: "ix_nominations_application_id",
                table: "nominations",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_nominations_edition_id_address_hash",
                table: "nominations",
                columns: new[] { "edition_id", "address_hash" },
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_nominations_expires_at",
                table: "nominations",
                column: "expires_at",
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_nominations_organisation_id_external_reference",
                table: "nominations",
                columns: new[] { "organisation_id", "external_reference" },
                filter: "external_reference IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_nominations_organisation_id_id",
                table: "nominations",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_nominations_succession_id",
                table: "nominations",
                column: "succession_id");

            migrationBuilder.CreateIndex(
                name: "ix_one_time_links_expires_at",
                table: "one_time_links",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_one_time_links_subject_id_purpose",
                table: "one_time_links",
                columns: new[] { "subject_id", "purpose" });

            migrationBuilder.CreateIndex(
                name: "ix_organisations_name_key",
                table: "organisations",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due",
                table: "outbox_messages",
                columns: new[] { "due_at", "id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_data_subject",
                table: "outgoing_mail",
                column: "data_subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_due",
                table: "outgoing_mail",
                columns: new[] { "due_at", "mail_id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_expires_at",
                table: "outgoing_mail",
                column: "expires_at",
                filter: "text IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_participations_application_id",
                table: "participations",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_participations_edition_id_status",
                table: "participations",
                columns: new[] { "edition_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_participations_transfer_to",
                table: "participations",
                column: "transfer_to",
                filter: "transfer_to IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_application_id",
                table: "place_offers",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_edition_id_state",
                table: "place_offers",
                columns: new[] { "edition_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_open",
                table: "place_offers",
                column: "application_id",
                unique: true,
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_until",
                table: "place_offers",
                column: "until",
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_successions_edition_id",
                table: "successions",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_successions_nominate_until",
                table: "successions",
                column: "nominate_until",
                filter: "state = 'Held'");

            migrationBuilder.CreateIndex(
                name: "ix_successions_organisation_id_id",
                table: "successions",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_successions_withdrawn_application_id",
                table: "successions",
                column: "withdrawn_application_id");

            migrationBuilder.Sql(HistoryIsAppendOnly);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "application_conflicts");

            migrationBuilder.DropTable(
                name: "application_employers");

            migrationBuilder.DropTable(
                name: "application_history");

            migrationBuilder.DropTable(
                name: "cached_key_sets");

            migrationBuilder.DropTable(
                name: "edition_team_members");

            migrationBuilder.DropTable(
                name: "edition_terms");

            migrationBuilder.DropTable(
                name: "employer_agreements");

            migrationBuilder.DropTable(
                name: "erased_people");

            migrationBuilder.DropTable(
                name: "idempotent_responses");

            migrationBuilder.DropTable(
                name: "inbox_messages");

            migrationBuilder.DropTable(
                name: "interests");

            migrationBuilder.DropTable(
                name: "interview_panel_members");

            migrationBuilder.DropTable(
                name: "judgements");

            migrationBuilder.DropTable(
                name: "mail_requests");

            migrationBuilder.DropTable(
                name: "nominations");

            migrationBuilder.DropTable(
                name: "one_time_links");

            migrationBuilder.DropTable(
                name: "organisations");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "outgoing_mail");

            migrationBuilder.DropTable(
                name: "participations");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "place_offers");

            migrationBuilder.DropTable(
                name: "programme_time");

            migrationBuilder.DropTable(
                name: "removed_applications");

            migrationBuilder.DropTable(
                name: "interviews");

            migrationBuilder.DropTable(
                name: "successions");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "editions");

            migrationBuilder.Sql("DROP FUNCTION refuse_change_of_history() CASCADE;");

            migrationBuilder.Sql("DROP FUNCTION folded(text) CASCADE;");
        }
    }
}
