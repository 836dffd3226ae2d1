using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Identity.Migrations
{
    /// <inheritdoc />
    public partial class DataSubjects : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mail_data_subject",
                table: "outgoing_mail",
                column: "data_subject_id");

            // Written by hand. The command announce publishes it.
            migrationBuilder.Sql(
                """
                UPDATE organisations o SET has_contact = true
                WHERE EXISTS (SELECT FROM contacts c JOIN accounts a ON a.id = c.person_id WHERE c.organisation_id = o.organisation_id AND a.blocked_at IS NULL)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outgoing_mail_data_subject",
                table: "outgoing_mail");

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
        }
    }
}
