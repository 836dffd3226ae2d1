using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Identity.Migrations
{
    /// <inheritdoc />
    public partial class SignInThrottle : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "lockout_count",
                table: "accounts");

            migrationBuilder.CreateTable(
                name: "attempt_counters",
                columns: table => new
                {
                    counter_key = table.Column<Guid>(type: "uuid", nullable: false),
                    account_key = table.Column<Guid>(type: "uuid", nullable: false),
                    scope = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    attempt_limit = table.Column<int>(type: "integer", nullable: false),
                    closed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    counted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    notified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attempt_counters", x => x.counter_key);
                });

            migrationBuilder.CreateTable(
                name: "known_devices",
                columns: table => new
                {
                    device_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_devices", x => x.device_hash);
                    table.ForeignKey(
                        name: "fk_known_devices_accounts_person_id",
                        column: x => x.person_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attempt_counters_account_key",
                table: "attempt_counters",
                column: "account_key");

            migrationBuilder.CreateIndex(
                name: "ix_attempt_counters_counted_at",
                table: "attempt_counters",
                column: "counted_at");

            migrationBuilder.CreateIndex(
                name: "ix_known_devices_person_id_used_at",
                table: "known_devices",
                columns: new[] { "person_id", "used_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attempt_counters");

            migrationBuilder.DropTable(
                name: "known_devices");

            migrationBuilder.AddColumn<int>(
                name: "lockout_count",
                table: "accounts",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }
    }
}
