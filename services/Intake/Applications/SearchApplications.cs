using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

/// <summary>A search in the work list. By name, the surnames that begin with one of the words come first.</summary>
internal sealed record SearchApplicationsRequest : WorkListFilter
{
    /// <summary>Words that all occur in the candidate's name or the names of the employers, at least in part, without regard to capitals and accents.</summary>
    /// <example>meer</example>
    [Required, MaxLength(Limits.Line), Line]
    public required string Text { get; init; }

    /// <summary>The maximum number of results; 50 by default.</summary>
    [Range(1, Paging.MaxSize)]
    public int? Limit { get; init; }

    /// <summary>The last application of the previous page.</summary>
    public Guid? After { get; init; }
}

/// <summary>The result of a search.</summary>
/// <param name="Items">The applications.</param>
/// <param name="After">The value of after for the next page; null on the last page.</param>
internal sealed record ApplicationSearchResult(IReadOnlyList<ApplicationSummary> Items, Guid? After);

/// <summary>A search by name. It is a POST request, so that names don't appear in URLs.</summary>
internal static class SearchApplications
{
    private const int DefaultLimit = 50;

    public static async Task<Results<Ok<ApplicationSearchResult>, ProblemHttpResult>> HandleAsync(
        SearchApplicationsRequest request, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        await using var planned = await db.BeginWithCustomPlansAsync(cancellationToken);
        if (await db.WorkListAsync(request, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var (containing, limit) = (applications.Containing(request.Text), request.Limit ?? DefaultLimit);
        var found = request.Order is { } order and not WorkListOrder.Name
            ? await ReadAsync(containing, order, request.After, limit + 1)
            : await ReadByNameAsync(containing, limit + 1);
        return TypedResults.Ok(found.Count <= limit
            ? new ApplicationSearchResult(found, null)
            : new ApplicationSearchResult([.. found.Take(limit)], found[limit - 1].Id));

        async Task<List<ApplicationSummary>> ReadAsync(IQueryable<Application> query, WorkListOrder by, Guid? after, int count)
        {
            var ordered = await query.InOrderAsync(by, after, db, cancellationToken);
            return await ordered.Take(count).ToSummaries(db, clock.Today).ToListAsync(cancellationToken);
        }

        // In two queries: for a frequent name, an index finds the surnames. A page that continues after one of the others has had all surnames.
        async Task<List<ApplicationSummary>> ReadByNameAsync(IQueryable<Application> query, int count)
        {
            var afterOthers = request.After is { } id
                && !await db.Applications.Where(a => a.Id == id).WithSurname(request.Text).AnyAsync(cancellationToken);
            List<ApplicationSummary> surnames = afterOthers
                ? []
                : await ReadAsync(query.WithSurname(request.Text), WorkListOrder.Name, request.After, count);
            if (surnames.Count == count)
            {
                return surnames;
            }

            var others = query.WithSurname(request.Text, begins: false);
            return [.. surnames, .. await ReadAsync(others, WorkListOrder.Name, afterOthers ? request.After : null, count - surnames.Count)];
        }
    }
}
