using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class NominationsTransfersAndPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "employed_since",
                table: "participations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "employed_until",
                table: "participations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "employer_organisation_id",
                table: "participations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "transfer_granted",
                table: "participations",
                type: "boolean",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "transfer_request_id",
                table: "participations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "transfer_to",
                table: "participations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "successors_until",
                table: "edition_terms",
                type: "date",
                nullable: true);

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
                    name_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
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
                name: "nominations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    employer_name = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: false),
                    function = table.Column<string>(type: "character varying(250)", maxLength: 250, nullable: true),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    succession_id = table.Column<Guid>(type: "uuid", nullable: true),
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
                name: "ix_participations_transfer_to",
                table: "participations",
                column: "transfer_to",
                filter: "transfer_to IS NOT NULL");

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
                name: "ix_nominations_organisation_id_id",
                table: "nominations",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_nominations_succession_id",
                table: "nominations",
                column: "succession_id");

            migrationBuilder.CreateIndex(
                name: "ix_successions_edition_id",
                table: "successions",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_successions_name_until",
                table: "successions",
                column: "name_until",
                filter: "state = 'Held'");

            migrationBuilder.CreateIndex(
                name: "ix_successions_organisation_id_id",
                table: "successions",
                columns: new[] { "organisation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_successions_withdrawn_application_id",
                table: "successions",
                column: "withdrawn_application_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "nominations");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "successions");

            migrationBuilder.DropIndex(
                name: "ix_participations_transfer_to",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "employed_since",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "employed_until",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "employer_organisation_id",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "transfer_granted",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "transfer_request_id",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "transfer_to",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "successors_until",
                table: "edition_terms");

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
