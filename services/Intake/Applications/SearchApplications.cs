using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record ApplicationSearch : WorkListFilter
{
    [Required, MaxLength(Limits.Line), Line]
    [Description("Words that all occur in the candidate's name or in the names of the employers, each at least in part; capitals and accents don't matter.")]
    public required string Text { get; init; }

    [EnumDataType(typeof(WorkListOrder))]
    [Description("By name unless given: first those whose surname begins with one of the words, and then the others.")]
    public WorkListOrder? Order { get; init; }

    [Range(1, Paging.Most)]
    [Description("How many at most; 50 unless given.")]
    public int? Limit { get; init; }

    [Description("The last application of the part before, for the next part.")]
    public Guid? After { get; init; }
}

/// <summary>What was found.</summary>
/// <param name="Items">The applications.</param>
/// <param name="After">What to ask the next part with; null where there is none.</param>
internal sealed record FoundApplications(IReadOnlyList<ApplicationSummary> Items, Guid? After);

/// <summary>A search by name. It is posted because a name doesn't belong in an address.</summary>
internal static class SearchApplications
{
    private const int Usual = 50;

    public static async Task<Results<Ok<FoundApplications>, ProblemHttpResult>> HandleAsync(
        ApplicationSearch request, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        await using var planned = await db.BeginWithCustomPlansAsync(cancellationToken);
        if (await db.WorkListAsync(request, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var (mentioned, size) = (applications.Mentioning(request.Text), request.Limit ?? Usual);
        var found = request.Order is { } order and not WorkListOrder.Name
            ? await ReadAsync(mentioned, order, request.After, size + 1)
            : await ReadByNameAsync(mentioned, size + 1);
        return TypedResults.Ok(found.Count <= size ? new FoundApplications(found, null) : new FoundApplications([.. found.Take(size)], found[size - 1].Id));

        async Task<List<ApplicationSummary>> ReadAsync(IQueryable<Application> some, WorkListOrder by, Guid? after, int count) =>
            await (await some.InOrderAsync(by, after, db, cancellationToken)).Take(count).Summarised(db, clock.Today).ToListAsync(cancellationToken);

        // In two parts: of a name that many have, an index goes straight to the first. What goes on after one of the others has had all that begin with it.
        async Task<List<ApplicationSummary>> ReadByNameAsync(IQueryable<Application> some, int count)
        {
            var amongOthers = request.After is { } id && !await db.Applications.Where(a => a.Id == id).Beginning(request.Text).AnyAsync(cancellationToken);
            List<ApplicationSummary> best = amongOthers ? [] : await ReadAsync(some.Beginning(request.Text), WorkListOrder.Name, request.After, count);
            return best.Count == count ? best : [.. best, .. await ReadAsync(some.Beginning(request.Text, does: false), WorkListOrder.Name, amongOthers ? request.After : null, count - best.Count)];
        }
    }
}
