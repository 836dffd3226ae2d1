using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class Offers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_person_id_edition_id",
                table: "applications");

            migrationBuilder.AddColumn<int>(
                name: "offer_days",
                table: "edition_terms",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "moved_from_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "offer_until",
                table: "applications",
                type: "timestamp with time zone",
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_applications_moved_from_id",
                table: "applications",
                column: "moved_from_id");

            migrationBuilder.CreateIndex(
                name: "ix_applications_person_id_edition_id",
                table: "applications",
                columns: new[] { "person_id", "edition_id" },
                unique: true,
                filter: "status NOT IN ('Rejected', 'Withdrawn', 'Lapsed')");

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_application_id",
                table: "place_offers",
                column: "application_id");

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_open",
                table: "place_offers",
                column: "application_id",
                unique: true,
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_edition_id_state",
                table: "place_offers",
                columns: new[] { "edition_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_place_offers_until",
                table: "place_offers",
                column: "until",
                filter: "state = 'Open'");

            migrationBuilder.AddForeignKey(
                name: "fk_applications_applications_moved_from_id",
                table: "applications",
                column: "moved_from_id",
                principalTable: "applications",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            // By hand: the terms that there are get the days that new ones begin with.
            migrationBuilder.Sql("UPDATE edition_terms SET offer_days = 7");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // By hand: the version before knows neither status nor what is awaited. What lapsed is over there too, and who was offered a place waits for one.
            migrationBuilder.Sql("UPDATE applications SET status = 'Withdrawn' WHERE status = 'Lapsed'");
            migrationBuilder.Sql("UPDATE applications SET awaits = 'Place' WHERE awaits = 'Offer'");

            migrationBuilder.DropForeignKey(
                name: "fk_applications_applications_moved_from_id",
                table: "applications");

            migrationBuilder.DropTable(
                name: "place_offers");

            migrationBuilder.DropIndex(
                name: "ix_applications_moved_from_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_person_id_edition_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "offer_days",
                table: "edition_terms");

            migrationBuilder.DropColumn(
                name: "moved_from_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "offer_until",
                table: "applications");

            migrationBuilder.CreateIndex(
                name: "ix_applications_person_id_edition_id",
                table: "applications",
                columns: new[] { "person_id", "edition_id" },
                unique: true,
                filter: "status NOT IN ('Rejected', 'Withdrawn')");
        }
    }
}
