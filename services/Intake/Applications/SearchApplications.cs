using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal sealed record ApplicationSearch : WorkListFilter
{
    [Required, MaxLength(Limits.Line), RegularExpression(Limits.OneLine)]
    [Description("Words that all occur in the candidate's name or in the names of the employers, each at least in part; capitals and accents don't matter.")]
    public required string Text { get; init; }

    [EnumDataType(typeof(WorkListOrder))]
    [Description("By name unless given.")]
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
        await using var planned = await db.PlanForWhatIsAskedAsync(cancellationToken);
        if (await db.WorkListAsync(request, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var ordered = await applications.Mentioning(request.Text).InOrderAsync(request.Order ?? WorkListOrder.Name, request.After, db, cancellationToken);
        var size = request.Limit ?? Usual;
        var found = await ordered.Take(size + 1).Summarised(db, clock.Today).ToListAsync(cancellationToken);
        return TypedResults.Ok(found.Count <= size ? new FoundApplications(found, null) : new FoundApplications([.. found.Take(size)], found[size - 1].Id));
    }
}
