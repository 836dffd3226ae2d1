using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Metropool.Internship.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "assessment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interviews_held = table.Column<List<Guid>>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "edition",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition", x => x.id);
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
                name: "interview",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    trainers = table.Column<List<Guid>>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interview", x => x.id);
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
                name: "organisation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kvk_number = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation", x => x.id);
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
                name: "participation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    pauses_are_stated = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person", x => x.id);
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
                name: "team_member",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_member", x => x.id);
                    table.ForeignKey(
                        name: "fk_team_member_edition_edition_id",
                        column: x => x.edition_id,
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "internship",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status_before_end = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    logged_minutes = table.Column<int>(type: "integer", nullable: false),
                    employment_stated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    report_submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    report_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    report_due_set_on = table.Column<DateOnly>(type: "date", nullable: true),
                    presented_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    presented_elsewhere = table.Column<bool>(type: "boolean", nullable: false),
                    presentation_recorded_by_deputy = table.Column<bool>(type: "boolean", nullable: true),
                    presentation_recorded_by_display_name = table.Column<string>(type: "text", nullable: true),
                    presentation_recorded_by_part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    presentation_recorded_by_person_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_internship", x => x.id);
                    table.ForeignKey(
                        name: "fk_internship_participations_participation_id",
                        column: x => x.participation_id,
                        principalTable: "participation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "participation_employer",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation_employer", x => x.id);
                    table.ForeignKey(
                        name: "fk_participation_employer_participation_participation_id",
                        column: x => x.participation_id,
                        principalTable: "participation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "participation_moment",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation_moment", x => new { x.participation_id, x.version });
                    table.ForeignKey(
                        name: "fk_participation_moment_participation_participation_id",
                        column: x => x.participation_id,
                        principalTable: "participation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "participation_pause",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation_pause", x => x.id);
                    table.ForeignKey(
                        name: "fk_participation_pause_participation_participation_id",
                        column: x => x.participation_id,
                        principalTable: "participation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "checklist_item",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    label = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    note = table.Column<string>(type: "text", nullable: true),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checklist_item", x => x.id);
                    table.ForeignKey(
                        name: "fk_checklist_item_internship_internship_id",
                        column: x => x.internship_id,
                        principalTable: "internship",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "former_employer",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kvk_number = table.Column<string>(type: "text", nullable: true),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_employer", x => x.id);
                    table.ForeignKey(
                        name: "fk_former_employer_internship_internship_id",
                        column: x => x.internship_id,
                        principalTable: "internship",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "logged_day",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    what = table.Column<string>(type: "text", nullable: true),
                    logged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_logged_day", x => x.id);
                    table.CheckConstraint("ck_logged_day_minutes", "minutes between 1 and 1440");
                    table.ForeignKey(
                        name: "fk_logged_day_internship_internship_id",
                        column: x => x.internship_id,
                        principalTable: "internship",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "placement",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    supervisor_name = table.Column<string>(type: "text", nullable: true),
                    supervisor_email = table.Column<string>(type: "text", nullable: true),
                    motivation = table.Column<string>(type: "text", nullable: true),
                    cognitive_goal = table.Column<string>(type: "text", nullable: true),
                    personal_goal = table.Column<string>(type: "text", nullable: true),
                    research_question = table.Column<string>(type: "text", nullable: true),
                    closed_days = table.Column<List<DateOnly>>(type: "date[]", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    return_reason = table.Column<string>(type: "text", nullable: true),
                    decided_by_deputy = table.Column<bool>(type: "boolean", nullable: true),
                    decided_by_display_name = table.Column<string>(type: "text", nullable: true),
                    decided_by_part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    decided_by_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    host_country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    host_kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    host_kvk_number = table.Column<string>(type: "text", nullable: true),
                    host_name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_placement", x => x.id);
                    table.ForeignKey(
                        name: "fk_placement_internship_internship_id",
                        column: x => x.internship_id,
                        principalTable: "internship",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report",
                columns: table => new
                {
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false),
                    research = table.Column<string>(type: "text", nullable: false),
                    reflection = table.Column<string>(type: "text", nullable: false),
                    confidential = table.Column<bool>(type: "boolean", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report", x => x.internship_id);
                    table.ForeignKey(
                        name: "fk_report_internship_internship_id",
                        column: x => x.internship_id,
                        principalTable: "internship",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_extension",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    previously_due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    by_display_name = table.Column<string>(type: "text", nullable: false),
                    by_part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    by_person_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_extension", x => x.id);
                    table.ForeignKey(
                        name: "fk_report_extension_internship_internship_id",
                        column: x => x.internship_id,
                        principalTable: "internship",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispensation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    warning = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    placement_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispensation", x => x.id);
                    table.ForeignKey(
                        name: "fk_dispensation_placement_placement_id",
                        column: x => x.placement_id,
                        principalTable: "placement",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "placement_period",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    hours_per_week = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: false),
                    weekdays = table.Column<int[]>(type: "integer[]", nullable: false),
                    placement_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_placement_period", x => x.id);
                    table.CheckConstraint("ck_placement_period_order", "\"from\" <= \"until\"");
                    table.ForeignKey(
                        name: "fk_placement_period_placement_placement_id",
                        column: x => x.placement_id,
                        principalTable: "placement",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_comment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version_number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    by_person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_display_name = table.Column<string>(type: "text", nullable: false),
                    by_part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    by_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_comment", x => x.id);
                    table.ForeignKey(
                        name: "fk_report_comment_report_internship_id",
                        column: x => x.internship_id,
                        principalTable: "report",
                        principalColumn: "internship_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "report_version",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    research = table.Column<string>(type: "text", nullable: false),
                    reflection = table.Column<string>(type: "text", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    late = table.Column<bool>(type: "boolean", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_report_version", x => x.id);
                    table.ForeignKey(
                        name: "fk_report_version_report_internship_id",
                        column: x => x.internship_id,
                        principalTable: "report",
                        principalColumn: "internship_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_participation_id",
                table: "assessment",
                column: "participation_id");

            migrationBuilder.CreateIndex(
                name: "ix_checklist_item_internship_id",
                table: "checklist_item",
                column: "internship_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispensation_placement_id",
                table: "dispensation",
                column: "placement_id");

            migrationBuilder.CreateIndex(
                name: "ix_former_employer_internship_id",
                table: "former_employer",
                column: "internship_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_consumed_at",
                table: "inbox_message",
                column: "consumed_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_internship_edition_id",
                table: "internship",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_internship_participation_id",
                table: "internship",
                column: "participation_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_internship_person_id",
                table: "internship",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_interview_participation_id",
                table: "interview",
                column: "participation_id");

            migrationBuilder.CreateIndex(
                name: "ix_logged_day_internship_id_date",
                table: "logged_day",
                columns: new[] { "internship_id", "date" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message",
                columns: new[] { "due_at", "id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_participation_employer_participation_id",
                table: "participation_employer",
                column: "participation_id");

            migrationBuilder.CreateIndex(
                name: "ix_participation_pause_participation_id",
                table: "participation_pause",
                column: "participation_id");

            migrationBuilder.CreateIndex(
                name: "ix_placement_internship_id_number",
                table: "placement",
                columns: new[] { "internship_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_placement_internship_id_status",
                table: "placement",
                columns: new[] { "internship_id", "status" },
                unique: true,
                filter: "status in ('Proposed', 'Approved')");

            migrationBuilder.CreateIndex(
                name: "ix_placement_period_placement_id",
                table: "placement_period",
                column: "placement_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_comment_internship_id",
                table: "report_comment",
                column: "internship_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_extension_internship_id",
                table: "report_extension",
                column: "internship_id");

            migrationBuilder.CreateIndex(
                name: "ix_report_version_internship_id_number",
                table: "report_version",
                columns: new[] { "internship_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_team_member_edition_id",
                table: "team_member",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_team_member_person_id",
                table: "team_member",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessment");

            migrationBuilder.DropTable(
                name: "checklist_item");

            migrationBuilder.DropTable(
                name: "dispensation");

            migrationBuilder.DropTable(
                name: "former_employer");

            migrationBuilder.DropTable(
                name: "inbox_message");

            migrationBuilder.DropTable(
                name: "interview");

            migrationBuilder.DropTable(
                name: "kept_key_sets");

            migrationBuilder.DropTable(
                name: "logged_day");

            migrationBuilder.DropTable(
                name: "organisation");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "participation_employer");

            migrationBuilder.DropTable(
                name: "participation_moment");

            migrationBuilder.DropTable(
                name: "participation_pause");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "placement_period");

            migrationBuilder.DropTable(
                name: "programme_time");

            migrationBuilder.DropTable(
                name: "report_comment");

            migrationBuilder.DropTable(
                name: "report_extension");

            migrationBuilder.DropTable(
                name: "report_version");

            migrationBuilder.DropTable(
                name: "team_member");

            migrationBuilder.DropTable(
                name: "placement");

            migrationBuilder.DropTable(
                name: "report");

            migrationBuilder.DropTable(
                name: "edition");

            migrationBuilder.DropTable(
                name: "internship");

            migrationBuilder.DropTable(
                name: "participation");
        }
    }
}
