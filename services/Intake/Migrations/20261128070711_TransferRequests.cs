using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class TransferRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "ix_participations_transfer_to",
                table: "participations",
                column: "transfer_to",
                filter: "transfer_to IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_participations_transfer_to",
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
        }
    }
}
