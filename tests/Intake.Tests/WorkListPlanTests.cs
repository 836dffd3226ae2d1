using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The query plans of lists and searches with many applications: an index is used for every filter, order and page.</summary>
public sealed class WorkListPlanTests(ManyApplications many) : IClassFixture<ManyApplications>
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_list_and_search_uses_an_index()
    {
        await using var db = many.Database();
        var edition = await db.Editions.Select(e => e.Id).FirstAsync(Cancellation);
        var deep = await db.Applications.OrderBy(a => a.WaitingSince).Skip(15_000).Select(a => a.Id).FirstAsync(Cancellation);
        WorkListFilter[] filters =
        [
            new(),
            new() { EditionId = edition },
            new() { EditionId = edition, Status = ApplicationStatus.Interviewed },
            new() { Status = ApplicationStatus.Submitted, NextStep = NextStep.Confirmation },
            new() { OrganisationId = ManyApplications.Employer },
            new() { PanelMemberId = ManyApplications.Manager.PersonId },
            new() { Interview = InterviewProgress.Missed },
            new() { EditionId = edition, PanelMemberId = ManyApplications.Manager.PersonId },
        ];
        var cases =
            from filter in filters
            from order in Enum.GetValues<WorkListOrder>()
            from after in (Guid?[])[null, deep]
            from text in (string?[])[null, ApplicationsInBulk.RareName, "bakker"]
            select (filter, order, after, text);
        foreach (var (filter, order, after, text) in cases)
        {
            var applications = (await db.WorkListAsync(filter, ManyApplications.Manager, Today, Cancellation))!;
            var ordered = await (text is null ? applications : applications.Containing(text)).InOrderAsync(order, after, db, Cancellation);
            var plan = await PlanOfAsync(db, ordered.Take(51).ToSummaries(db, Today));
            Assert.False(plan.Contains("Seq Scan", StringComparison.Ordinal), $"{filter}, {order}, {after}, {text}:\n{plan}");
        }
    }

    [Fact]
    public async Task A_search_for_a_common_name_uses_the_index_of_surnames()
    {
        await using var db = many.Database();
        (string Text, bool Begins)[] searches =
            [("jansen", true), ("jansen deelnemer", true), (ApplicationsInBulk.RareName, true), (ApplicationsInBulk.RareName, false)];
        foreach (var (text, begins) in searches)
        {
            var applications = (await db.WorkListAsync(new(), ManyApplications.Manager, Today, Cancellation))!;
            var ordered = await applications.Containing(text).WithSurname(text, begins).InOrderAsync(WorkListOrder.Name, null, db, Cancellation);
            var plan = await PlanOfAsync(db, ordered.Take(51).ToSummaries(db, Today));

            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            if (text == "jansen")
            {
                Assert.Contains("sort_name >= 'jansen'", plan, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Counting_an_edition_uses_an_index()
    {
        await using var db = many.Database();
        var edition = await db.Editions.Select(e => e.Id).FirstAsync(Cancellation);

        var counts = db.Applications.Where(a => a.EditionId == edition && a.SubmittedAt != null).GroupBy(a => a.Status);
        var plan = await PlanOfAsync(db, counts.Select(group => new { group.Key, Count = group.Count() }));

        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    private static async Task<string> PlanOfAsync<T>(IntakeDbContext db, IQueryable<T> query)
    {
        await db.Database.OpenConnectionAsync(Cancellation);
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN " + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation))
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }
}

/// <summary>A database with 20,000 applications of 20 editions.</summary>
public sealed class ManyApplications : IAsyncLifetime
{
    private TestDatabase? _database;

    /// <summary>An employer of some of the candidates.</summary>
    public static Guid Employer { get; } = Some.Id();

    /// <summary>The programme manager of all the editions.</summary>
    public static Caller Manager { get; } = new() { PersonId = Some.Id(), InRoles = new HashSet<string> { Roles.Staff } };

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        _database = TestDatabase.Named(await TestServers.GetAsync(cancellation), "work_list");
        await _database.CreateAsync();
        await using var db = Database();
        await db.Database.MigrateAsync(cancellation);
        await ApplicationsInBulk.WriteAsync(_database.ConnectionString, Manager.PersonId!.Value, Employer, editions: 20, applications: 1000, cancellation);
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal IntakeDbContext Database() =>
        new(new DbContextOptionsBuilder<IntakeDbContext>().UseNpgsql(_database!.ConnectionString).UseSnakeCaseNamingConvention().Options);
}
