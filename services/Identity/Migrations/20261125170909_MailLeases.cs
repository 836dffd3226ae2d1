using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Identity.Migrations
{
    /// <inheritdoc />
    public partial class MailLeases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A message that was sent is gone from now on.
            migrationBuilder.Sql("DELETE FROM outgoing_mail WHERE sent_at IS NOT NULL");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mail_recipient",
                table: "outgoing_mail");

            migrationBuilder.DropColumn(
                name: "recipient_hash",
                table: "outgoing_mail");

            migrationBuilder.DropColumn(
                name: "sent_at",
                table: "outgoing_mail");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "tried_since",
                table: "outgoing_mail",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.CreateTable(
                name: "asked_mails",
                columns: table => new
                {
                    asked_mail_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asked_mails", x => x.asked_mail_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_kept",
                table: "outgoing_mail",
                column: "useless_after",
                filter: "text IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_asked_mails_address_hash_kind_asked_at",
                table: "asked_mails",
                columns: new[] { "address_hash", "kind", "asked_at" });

            migrationBuilder.Sql("UPDATE outgoing_mail SET tried_since = created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "asked_mails");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mail_kept",
                table: "outgoing_mail");

            migrationBuilder.DropColumn(
                name: "tried_since",
                table: "outgoing_mail");

            migrationBuilder.AddColumn<byte[]>(
                name: "recipient_hash",
                table: "outgoing_mail",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "sent_at",
                table: "outgoing_mail",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_recipient",
                table: "outgoing_mail",
                columns: new[] { "recipient_hash", "created_at" });
        }
    }
}
