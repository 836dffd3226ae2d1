using System.Globalization;
using Npgsql;

namespace Metropool.Intake.Tests;

/// <summary>Writes as many applications as there are after years. It uses SQL, because requests would take days.</summary>
internal static class ApplicationsInBulk
{
    /// <summary>The surname of a single candidate.</summary>
    public const string RareName = "Zeldzaamstra";

    /// <summary>Adds editions with applications in every status. The programme manager is on half of the panels.</summary>
    /// <param name="connectionString">Intake's database.</param>
    /// <param name="manager">The programme manager of all editions.</param>
    /// <param name="employer">The organisation that employs one in a hundred candidates.</param>
    /// <param name="editions">The number of editions.</param>
    /// <param name="applications">The number of applications of each edition.</param>
    /// <param name="cancellationToken"/>
    public static async Task WriteAsync(
        string connectionString, Guid manager, Guid employer, int editions, int applications, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var sql in (string[])[Editions, Applications, Employers, Agreements, Interviews, Panels])
        {
            await using var command = new NpgsqlCommand(Fill(sql), connection) { CommandTimeout = 300 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var analyze = new NpgsqlCommand("VACUUM ANALYZE", connection) { CommandTimeout = 300 };
        await analyze.ExecuteNonQueryAsync(cancellationToken);

        string Fill(string sql) => sql
            .Replace("{manager}", $"'{manager}'", StringComparison.Ordinal).Replace("{employer}", $"'{employer}'", StringComparison.Ordinal)
            .Replace("{editions}", editions.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{applications}", applications.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{rare}", RareName, StringComparison.Ordinal);
    }

    private const string Editions = """
        CREATE TEMPORARY TABLE bulk_edition AS SELECT gen_random_uuid() id, number FROM generate_series(1, {editions}) number;
        INSERT INTO editions (id, version, name, status, intake_days) SELECT id, 1, 'Metropool ' || number, 'Open', '{}' FROM bulk_edition;
        INSERT INTO edition_team_members (edition_id, id, person_id, display_name, role, deputy, "from")
        SELECT id, 1, {manager}, 'Opleidingsmanager', 'ProgrammeManager', false, '2000-01-01' FROM bulk_edition;
        """;

    private const string Applications = """
        CREATE TEMPORARY TABLE bulk AS
        SELECT gen_random_uuid() id, e.id edition_id, n, (e.number * 7919 + n * 104729) % 1000003 AS mixed,
            (ARRAY['Submitted', 'Submitted', 'Interviewed', 'WaitListed', 'Admitted', 'Rejected', 'Withdrawn'])[1 + (n + e.number) % 7] status,
            (ARRAY['Bakker', 'Jansen', 'Visser', 'Çelik', 'Smit', 'Meijer', 'Mulder', 'Boer', 'Vries', 'Bos'])[1 + n % 10]
                || to_hex((n * 31 + e.number * 17) % 65536) surname,
            CASE WHEN (e.number * 7919 + n * 104729) % 1000003 % 100 = 0 THEN {employer}::uuid ELSE gen_random_uuid() END employer
        FROM bulk_edition e, generate_series(1, {applications}) n;
        UPDATE bulk SET surname = '{rare}' WHERE id = (SELECT id FROM bulk ORDER BY edition_id, n LIMIT 1);
        INSERT INTO applications (
            id, edition_id, person_id, version, status, changed_at, started_at, submitted_at, display_name, name_call_name, name_surname, searchable,
            waits_for_place, next_step, waiting_since, interview_progress, employer_organisation_id, challenge, motivation, wait_list_number)
        SELECT id, edition_id, gen_random_uuid(), 3, status, moment, moment - interval '9 days', moment - interval '5 days',
            'Deelnemer ' || surname, 'Deelnemer', surname, 'Deelnemer ' || surname || E'\nGemeente ' || mixed % 340,
            false,
            CASE status
                WHEN 'Submitted' THEN (ARRAY['Booking', 'Interview', 'Judgement', 'Confirmation'])[1 + n % 4]
                WHEN 'Interviewed' THEN 'Decision'
                WHEN 'WaitListed' THEN 'Place'
                ELSE 'Nothing' END,
            moment, CASE WHEN status = 'Withdrawn' THEN 'None' ELSE 'Held' END, employer,
            repeat('Wonen in een stad die vol is. ', 40), repeat('Een volgende stap. ', 40), CASE status WHEN 'WaitListed' THEN n END
        FROM (SELECT *, timestamptz '2020-01-01' + mixed * interval '3 minutes' AS moment FROM bulk) b;
        """;

    private const string Employers = """
        INSERT INTO application_employers (application_id, id, organisation_id, name, "from")
        SELECT id, 1, employer, 'Gemeente ' || mixed % 340, '2015-01-01' FROM bulk;
        """;

    private const string Agreements = """
        INSERT INTO employer_agreements
            (id, application_id, number, organisation_id, employer_name, status, requested_at, expires_at, notification, undeliverable,
            reference_is_from_response)
        SELECT gen_random_uuid(), id, 1, employer, 'Gemeente ' || mixed % 340, 'Granted', moment, moment + interval '28 days', 'Mailed', false, false
        FROM (SELECT *, timestamptz '2020-01-01' + mixed * interval '3 minutes' AS moment FROM bulk) b;
        """;

    private const string Interviews = """
        CREATE TEMPORARY TABLE bulk_interview AS SELECT gen_random_uuid() id, id application_id, mixed FROM bulk WHERE status <> 'Withdrawn';
        INSERT INTO interviews (id, version, application_id, starts_at, ends_at, status)
        SELECT id, 1, application_id, moment, moment + interval '1 hour', 'Held'
        FROM (SELECT *, timestamptz '2020-01-01' + mixed * interval '3 minutes' AS moment FROM bulk_interview) b;
        """;

    private const string Panels = """
        INSERT INTO interview_panel_members (interview_id, id, person_id, display_name, role, deputy)
        SELECT id, 1, gen_random_uuid(), 'Decaan', 'Dean', false FROM bulk_interview
        UNION ALL
        SELECT id, 2, CASE WHEN mixed % 2 = 0 THEN {manager}::uuid ELSE gen_random_uuid() END, 'Opleidingsmanager', 'ProgrammeManager', false
        FROM bulk_interview;
        """;
}
