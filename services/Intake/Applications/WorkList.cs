using System.ComponentModel;
using System.Linq.Expressions;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Metropool.Intake.Applications;

/// <summary>Which applications of the work list are asked for; what isn't given doesn't matter.</summary>
internal record WorkListFilter
{
    [Description("Of this edition. Without it: of every edition whose dean, programme manager or project manager you are.")]
    public Guid? EditionId { get; init; }

    [Description("Only those that stand there.")]
    public ApplicationStatus? Status { get; init; }

    [Description("Only those that await this.")]
    public Awaited? Awaits { get; init; }

    [Description("Only those with whose interview it stands so.")]
    public InterviewStanding? Interview { get; init; }

    [Description("Only those whose employer, the last that is known, is this organisation.")]
    public Guid? OrganisationId { get; init; }

    [Description("Only those whose last employer is connected to an organisation (true), or known by name only (false).")]
    public bool? EmployerConnected { get; init; }

    [Description("Only those in whose interview this person sits or sat.")]
    public Guid? PanelMemberId { get; init; }
}

/// <summary>What the work list goes by.</summary>
internal enum WorkListOrder
{
    /// <summary>The order in which the applications were started.</summary>
    Started,

    /// <summary>Surname, call name, prefix.</summary>
    Name,

    /// <summary>What has waited longest comes first.</summary>
    Waiting,
}

/// <summary>What awaits whom since when: the applications that were handed in, of the editions that the caller organises.</summary>
internal static class WorkList
{
    /// <summary>A column: surname, call name and prefix, without capitals and accents.</summary>
    public const string SortName = nameof(SortName);

    /// <summary>The collation of that column: it holds letters without capitals and accents, and so an index finds what begins with something, wherever the database was made.</summary>
    public const string ByCode = "C";

    /// <summary>A column: <see cref="Application.Searchable"/> without capitals and accents.</summary>
    public const string SearchText = nameof(SearchText);

    /// <summary>The applications that the filter asks for; null where it asks for an edition that isn't the caller's.</summary>
    public static async Task<IQueryable<Application>?> WorkListAsync(this IntakeDbContext db, WorkListFilter filter, Caller caller, DateOnly today, CancellationToken cancellationToken)
    {
        var mine = db.Editions.OrganisedBy(caller, today).Select(edition => edition.Id);
        Guid[] editions = filter.EditionId is { } id ? await mine.ContainsAsync(id, cancellationToken) ? [id] : [] : await mine.ToArrayAsync(cancellationToken);
        if (filter.EditionId is not null && editions is [])
        {
            return null;
        }

        var applications = db.Applications.AsNoTracking().Where(a => a.SubmittedAt != null);
        applications = editions is [var only] ? applications.Where(a => a.EditionId == only) : applications.Where(a => editions.Contains(a.EditionId));
        if (filter.Status is { } status)
        {
            applications = applications.Where(a => a.Status == status);
        }

        if (filter.Awaits is { } awaits)
        {
            applications = applications.Where(a => a.Awaits == awaits);
        }

        if (filter.Interview is { } standing)
        {
            applications = applications.Where(a => a.InterviewStanding == standing);
        }

        if (filter.OrganisationId is { } organisationId)
        {
            applications = applications.Where(a => a.EmployerOrganisationId == organisationId);
        }

        if (filter.EmployerConnected is { } connected)
        {
            applications = applications.Where(a => a.EmployerOrganisationId != null == connected);
        }

        if (filter.PanelMemberId is { } memberId)
        {
            applications = applications.Where(a => db.Interviews.Any(interview => interview.ApplicationId == a.Id
                && (interview.Status == InterviewStatus.Booked || interview.Status == InterviewStatus.Held)
                && interview.Panel.Any(member => member.PersonId == memberId)));
        }

        return applications;
    }

    /// <summary>Those in whose name or employers every word occurs, whatever its capitals and accents.</summary>
    public static IQueryable<Application> Mentioning(this IQueryable<Application> applications, string text) => Words(text).Aggregate(applications, (found, word) =>
    {
        var pattern = $"%{word}%";
        return found.Where(a => EF.Functions.Like(EF.Property<string>(a, SearchText), IntakeDbContext.Folded(pattern), @"\"));
    });

    /// <summary>Those whose surname begins with one of the words, or those of whom it doesn't.</summary>
    public static IQueryable<Application> Beginning(this IQueryable<Application> applications, string text, bool does = true)
    {
        var (application, like) = (Expression.Parameter(typeof(Application), "a"), default(Expression));
        foreach (var pattern in Words(text).Select(word => $"{word}%"))
        {
            Expression<Func<Application, bool>> begins = a => EF.Functions.Like(EF.Property<string>(a, SortName), IntakeDbContext.Folded(pattern), @"\");
            var body = ReplacingExpressionVisitor.Replace(begins.Parameters[0], application, begins.Body);
            like = like is null ? body : Expression.OrElse(like, body);
        }

        return like is null ? applications.Where(_ => !does) : applications.Where(Expression.Lambda<Func<Application, bool>>(does ? like : Expression.Not(like), application));
    }

    private static string[] Words(string text) =>
    [
        .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)),
    ];

    /// <summary>
    /// In their order, those after the application given. Its keys are looked up: a name doesn't stand in an address, and since when something waits changes.
    /// What moves on while somebody reads a list by waiting goes to its end, and may so be read twice, but is never left out.
    /// </summary>
    /// <exception cref="BadHttpRequestException">There is no such application any more (400 <c>request.cursor-invalid</c>).</exception>
    public static async Task<IQueryable<Application>> InOrderAsync(
        this IQueryable<Application> applications, WorkListOrder order, Guid? after, IntakeDbContext db, CancellationToken cancellationToken)
    {
        var before = after is not { } id ? null : await db.Applications.Where(a => a.Id == id)
            .Select(a => new { a.Id, a.AwaitsSince, Name = EF.Property<string>(a, SortName) }).SingleOrDefaultAsync(cancellationToken) ?? throw Paging.InvalidCursor();
        switch (order)
        {
            case WorkListOrder.Name:
                return (before is null ? applications : applications.Where(a => EF.Functions.GreaterThan(ValueTuple.Create(EF.Property<string>(a, SortName), a.Id), ValueTuple.Create(before.Name, before.Id))))
                    .OrderBy(a => EF.Property<string>(a, SortName)).ThenBy(a => a.Id);
            case WorkListOrder.Waiting:
                return (before is null ? applications : applications.Where(a => EF.Functions.GreaterThan(ValueTuple.Create(a.AwaitsSince, a.Id), ValueTuple.Create(before.AwaitsSince, before.Id))))
                    .OrderBy(a => a.AwaitsSince).ThenBy(a => a.Id);
            default:
                return (before is null ? applications : applications.Where(a => a.Id > before.Id)).OrderBy(a => a.Id);
        }
    }
}
