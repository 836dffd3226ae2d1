using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class EmployersOfParticipations : Migration
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "employed_since",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "employed_until",
                table: "participations");

            migrationBuilder.DropColumn(
                name: "employer_organisation_id",
                table: "participations");
        }
    }
}
