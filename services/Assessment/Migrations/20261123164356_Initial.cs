using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Metropool.Assessment.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "assessment_file",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    participation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    internship_taken_over_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    all_requirements_met = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_file", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "completed_module",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    completed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_completed_module", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "edition",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    modules = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "edition_settings",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    final_module_chapter_obligatory = table.Column<bool>(type: "boolean", nullable: false),
                    php_label = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition_settings", x => x.edition_id);
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
                name: "attendance",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    standing = table.Column<string>(type: "text", nullable: false),
                    module_one_attended = table.Column<bool>(type: "boolean", nullable: true),
                    modules_awaiting_record = table.Column<List<int>>(type: "integer[]", nullable: false),
                    judged_modules = table.Column<List<int>>(type: "integer[]", nullable: true),
                    standing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    module_one_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attendance", x => x.file_id);
                    table.ForeignKey(
                        name: "fk_attendance_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "certificate",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_name = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_by = table.Column<Guid>(type: "uuid", nullable: false),
                    issued_by_name = table.Column<string>(type: "text", nullable: false),
                    issued_by_part = table.Column<string>(type: "text", nullable: false),
                    issued_by_deputy = table.Column<bool>(type: "boolean", nullable: false),
                    handed_out_on = table.Column<DateOnly>(type: "date", nullable: true),
                    verification_code = table.Column<string>(type: "text", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    revocation_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_certificate", x => x.id);
                    table.ForeignKey(
                        name: "fk_certificate_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "chapter",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    module_number = table.Column<int>(type: "integer", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chapter", x => new { x.file_id, x.module_number });
                    table.ForeignKey(
                        name: "fk_chapter_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "held_interview",
                columns: table => new
                {
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    php_version = table.Column<int>(type: "integer", nullable: true),
                    logbook = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_interview", x => x.interview_id);
                    table.ForeignKey(
                        name: "fk_held_interview_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "internship",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    internship_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    report_submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    presented_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_internship", x => x.file_id);
                    table.ForeignKey(
                        name: "fk_internship_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "interview",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interview", x => x.id);
                    table.ForeignKey(
                        name: "fk_interview_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "page",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page", x => new { x.file_id, x.kind });
                    table.ForeignKey(
                        name: "fk_page_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "participation",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    certificate_name = table.Column<string>(type: "text", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participation", x => x.file_id);
                    table.ForeignKey(
                        name: "fk_participation_assessment_file_file_id",
                        column: x => x.file_id,
                        principalTable: "assessment_file",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "team_member",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_member", x => new { x.edition_id, x.id });
                    table.ForeignKey(
                        name: "fk_team_member_edition_edition_id",
                        column: x => x.edition_id,
                        principalTable: "edition",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "chapter_version",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    module_number = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    insights = table.Column<string>(type: "text", nullable: false),
                    reflection = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chapter_version", x => new { x.file_id, x.module_number, x.number });
                    table.ForeignKey(
                        name: "fk_chapter_version_chapter_file_id_module_number",
                        columns: x => new { x.file_id, x.module_number },
                        principalTable: "chapter",
                        principalColumns: new[] { "file_id", "module_number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "held_seat",
                columns: table => new
                {
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false),
                    feedback = table.Column<string>(type: "text", nullable: true),
                    feedback_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_seat", x => new { x.interview_id, x.id });
                    table.ForeignKey(
                        name: "fk_held_seat_held_interview_interview_id",
                        column: x => x.interview_id,
                        principalTable: "held_interview",
                        principalColumn: "interview_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "panel_seat",
                columns: table => new
                {
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    deputy = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panel_seat", x => new { x.interview_id, x.id });
                    table.ForeignKey(
                        name: "fk_panel_seat_interview_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interview",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "page_version",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    keep_going = table.Column<string>(type: "text", nullable: true),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_version", x => new { x.file_id, x.kind, x.number });
                    table.ForeignKey(
                        name: "fk_page_version_page_file_id_kind",
                        columns: x => new { x.file_id, x.kind },
                        principalTable: "page",
                        principalColumns: new[] { "file_id", "kind" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_file_participation_id",
                table: "assessment_file",
                column: "participation_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_certificate_one_valid",
                table: "certificate",
                column: "file_id",
                unique: true,
                filter: "revoked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_certificate_serial",
                table: "certificate",
                column: "serial",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_certificate_verification_code",
                table: "certificate",
                column: "verification_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_completed_module_edition_id",
                table: "completed_module",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_held_interview_file_id",
                table: "held_interview",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_consumed_at",
                table: "inbox_message",
                column: "consumed_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_interview_file_id",
                table: "interview",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message",
                columns: new[] { "due_at", "id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_panel_seat_person_id",
                table: "panel_seat",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_participation_edition_id",
                table: "participation",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_participation_person_id",
                table: "participation",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_team_member_person_id",
                table: "team_member",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attendance");

            migrationBuilder.DropTable(
                name: "certificate");

            migrationBuilder.DropTable(
                name: "chapter_version");

            migrationBuilder.DropTable(
                name: "completed_module");

            migrationBuilder.DropTable(
                name: "edition_settings");

            migrationBuilder.DropTable(
                name: "held_seat");

            migrationBuilder.DropTable(
                name: "inbox_message");

            migrationBuilder.DropTable(
                name: "internship");

            migrationBuilder.DropTable(
                name: "kept_key_sets");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "page_version");

            migrationBuilder.DropTable(
                name: "panel_seat");

            migrationBuilder.DropTable(
                name: "participation");

            migrationBuilder.DropTable(
                name: "programme_time");

            migrationBuilder.DropTable(
                name: "team_member");

            migrationBuilder.DropTable(
                name: "chapter");

            migrationBuilder.DropTable(
                name: "held_interview");

            migrationBuilder.DropTable(
                name: "page");

            migrationBuilder.DropTable(
                name: "interview");

            migrationBuilder.DropTable(
                name: "edition");

            migrationBuilder.DropTable(
                name: "assessment_file");
        }
    }
}
