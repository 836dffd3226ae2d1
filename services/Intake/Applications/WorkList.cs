using System.Linq.Expressions;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Metropool.Intake.Applications;

/// <summary>The submitted applications of the editions that the caller organises, with their next steps.</summary>
internal static class WorkList
{
    /// <summary>A column: surname, call name and prefix, without capitals and accents.</summary>
    public const string SortName = nameof(SortName);

    /// <summary>The collation of that column, which lets an index find a prefix, whatever the locale of the database.</summary>
    public const string ByCode = "C";

    /// <summary>A column: <see cref="Application.Searchable"/> without capitals and accents.</summary>
    public const string SearchText = nameof(SearchText);

    /// <summary>The applications that match a filter; null if it names an edition that is invisible to the caller.</summary>
    public static async Task<IQueryable<Application>?> WorkListAsync(
        this IntakeDbContext db, WorkListFilter filter, Caller caller, DateOnly today, CancellationToken cancellationToken)
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

        if (filter.NextStep is { } step)
        {
            applications = applications.Where(a => a.NextStep == step);
        }

        if (filter.Interview is { } progress)
        {
            applications = applications.Where(a => a.InterviewProgress == progress);
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

    /// <summary>The applications with every word in the name or the employers, without regard to capitals and accents.</summary>
    public static IQueryable<Application> Containing(this IQueryable<Application> applications, string text) =>
        Words(text).Aggregate(applications, (found, word) =>
        {
            var pattern = $"%{word}%";
            return found.Where(a => EF.Functions.Like(EF.Property<string>(a, SearchText), IntakeDbContext.Folded(pattern), @"\"));
        });

    /// <summary>The applications whose surname begins with one of the words, or the others.</summary>
    public static IQueryable<Application> WithSurname(this IQueryable<Application> applications, string text, bool begins = true)
    {
        var (application, any) = (Expression.Parameter(typeof(Application), "a"), default(Expression));
        foreach (var pattern in Words(text).Select(word => $"{word}%"))
        {
            Expression<Func<Application, bool>> matches =
                a => EF.Functions.Like(EF.Property<string>(a, SortName), IntakeDbContext.Folded(pattern), @"\");
            var body = ReplacingExpressionVisitor.Replace(matches.Parameters[0], application, matches.Body);
            any = any is null ? body : Expression.OrElse(any, body);
        }

        return any is null
            ? applications.Where(_ => !begins)
            : applications.Where(Expression.Lambda<Func<Application, bool>>(begins ? any : Expression.Not(any), application));
    }

    /// <summary>
    /// Sorts the applications, and continues after one of them. Its keys are looked up, because a name doesn't belong in an address, and the waiting time
    /// changes. An application that changes while a list by waiting time is read moves to its end: it may be read twice, but is never left out.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The application no longer exists (400 <c>request.cursor-invalid</c>).</exception>
    public static async Task<IQueryable<Application>> InOrderAsync(
        this IQueryable<Application> applications, WorkListOrder order, Guid? after, IntakeDbContext db, CancellationToken cancellationToken)
    {
        var before = after is not { } id ? null : await db.Applications.Where(a => a.Id == id)
            .Select(a => new { a.Id, a.WaitingSince, Name = EF.Property<string>(a, SortName) })
            .SingleOrDefaultAsync(cancellationToken) ?? throw Paging.InvalidCursor();
        switch (order)
        {
            case WorkListOrder.Name:
                var byName = before is null ? applications : applications.Where(a => EF.Functions.GreaterThan(
                    ValueTuple.Create(EF.Property<string>(a, SortName), a.Id), ValueTuple.Create(before.Name, before.Id)));
                return byName.OrderBy(a => EF.Property<string>(a, SortName)).ThenBy(a => a.Id);
            case WorkListOrder.Waiting:
                var byWaiting = before is null ? applications : applications.Where(a => EF.Functions.GreaterThan(
                    ValueTuple.Create(a.WaitingSince, a.Id), ValueTuple.Create(before.WaitingSince, before.Id)));
                return byWaiting.OrderBy(a => a.WaitingSince).ThenBy(a => a.Id);
            default:
                return (before is null ? applications : applications.Where(a => a.Id > before.Id)).OrderBy(a => a.Id);
        }
    }

    private static string[] Words(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Escape)];

    private static string Escape(string word) => word
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
