using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Scheduling.Migrations
{
    /// <inheritdoc />
    public partial class TransferRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "transfer_request_at",
                table: "participation",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "transfer_request_by",
                table: "participation",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "transfer_request_edition_id",
                table: "participation",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "transfer_request_id",
                table: "participation",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "transfer_request_refused_because",
                table: "participation",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "transfer_request_at",
                table: "participation");

            migrationBuilder.DropColumn(
                name: "transfer_request_by",
                table: "participation");

            migrationBuilder.DropColumn(
                name: "transfer_request_edition_id",
                table: "participation");

            migrationBuilder.DropColumn(
                name: "transfer_request_id",
                table: "participation");

            migrationBuilder.DropColumn(
                name: "transfer_request_refused_because",
                table: "participation");
        }
    }
}
