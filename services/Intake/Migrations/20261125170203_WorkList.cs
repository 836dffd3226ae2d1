using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Metropool.Intake.Migrations
{
    /// <inheritdoc />
    public partial class WorkList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,")
                .Annotation("Npgsql:PostgresExtension:unaccent", ",,");

            // Immutable, which unaccent by itself isn't because its dictionary could be changed: nobody changes it.
            migrationBuilder.Sql("CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN lower(unaccent('unaccent', $1))");

            migrationBuilder.AddColumn<string>(
                name: "awaits",
                table: "applications",
                type: "character varying(30)",
                maxLength: 30,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "awaits_since",
                table: "applications",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<Guid>(
                name: "booked_interview_id",
                table: "applications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "searchable",
                table: "applications",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "applications",
                type: "text",
                nullable: false,
                computedColumnSql: "folded(searchable)",
                stored: true);

            migrationBuilder.AddColumn<string>(
                name: "sort_name",
                table: "applications",
                type: "text",
                nullable: false,
                computedColumnSql: "folded(coalesce(name_surname, '') || ' ' || coalesce(name_call_name, '') || ' ' || coalesce(name_prefix, ''))",
                stored: true);

            migrationBuilder.Sql("""
                UPDATE applications a SET
                    awaits_since = changed_at,
                    searchable = concat_ws(E'\n', display_name, (SELECT string_agg(e.name, E'\n' ORDER BY e."from") FROM application_employers e WHERE e.application_id = a.id)),
                    booked_interview_id = CASE WHEN interview IS NULL THEN (SELECT i.id FROM interviews i WHERE i.application_id = a.id AND i.status = 'Booked' ORDER BY i.starts_at DESC LIMIT 1) END
                """);
            migrationBuilder.Sql("""
                UPDATE applications a SET awaits = CASE status
                    WHEN 'Draft' THEN 'Submission'
                    WHEN 'Submitted' THEN CASE
                        WHEN interview IS NULL AND booked_interview_id IS NULL THEN 'Booking'
                        WHEN interview IS NULL THEN 'Interview'
                        WHEN EXISTS (SELECT FROM judgements j WHERE j.application_id = a.id) THEN 'Confirmation'
                        ELSE 'Judgement' END
                    WHEN 'Interviewed' THEN 'Decision'
                    WHEN 'WaitListed' THEN 'Place'
                    ELSE 'Nothing' END
                """);

            migrationBuilder.CreateIndex(
                name: "ix_applications_awaits_since_id",
                table: "applications",
                columns: new[] { "awaits_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_edition_id_awaits_since_id",
                table: "applications",
                columns: new[] { "edition_id", "awaits_since", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_edition_id_sort_name_id",
                table: "applications",
                columns: new[] { "edition_id", "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_search_text",
                table: "applications",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_sort_name_id",
                table: "applications",
                columns: new[] { "sort_name", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_applications_awaits_since_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_edition_id_awaits_since_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_edition_id_sort_name_id",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_search_text",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_sort_name_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "sort_name",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "awaits",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "awaits_since",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "booked_interview_id",
                table: "applications");

            migrationBuilder.DropColumn(
                name: "searchable",
                table: "applications");

            migrationBuilder.Sql("DROP FUNCTION folded(text)");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,")
                .OldAnnotation("Npgsql:PostgresExtension:unaccent", ",,");
        }
    }
}
