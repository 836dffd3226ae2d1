using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Scheduling.ProgrammeTimeMoves;

/// <summary>A move of programme time.</summary>
/// <param name="To">The new programme time, such as <c>2026-10-27T08:00:00Z</c>. It runs on from there.</param>
/// <param name="Reason">The reason.</param>
internal sealed record ProgrammeTimeMoveRequest(
    DateTimeOffset To, [property: Required, StringLength(500), Multiline] string Reason) : IValidatableObject
{
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        To < Earliest || To >= Latest ? [new($"Must be from {Earliest.Year} to {Latest.Year}.", [nameof(To)])] : [];
}

/// <summary>Programme time after a move.</summary>
/// <param name="Version">The version of the move. A service that shows this version or a later one at <c>/programme-time</c> has applied the move.</param>
/// <param name="Now">Programme time.</param>
internal sealed record ProgrammeTimeMoveSummary(long Version, DateTimeOffset Now);

/// <summary>
/// Moves programme time, so that a demonstration can cover 18 months. In Development only: in other environments the endpoints don't exist,
/// and a service refuses to start on a database whose time was moved.
/// </summary>
internal static class MoveProgrammeTime
{
    /// <summary>The one clock of an installation.</summary>
    public static readonly Guid ClockId = new("0199d7a0-0000-7000-8000-000000000001");

    private static readonly Keyset<ProgrammeTimeMove> Order = Keyset.Ascending((ProgrammeTimeMove m) => m.Version);

    public static async Task<Results<Accepted<ProgrammeTimeMoveSummary>, ProblemHttpResult>> HandleAsync(
        ProgrammeTimeMoveRequest request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ProgrammeTimeState>(
            async token =>
            {
                // A table lock, because before the first move there is no row to lock.
                await db.Database.ExecuteSqlAsync($"LOCK TABLE programme_time_moves IN SHARE ROW EXCLUSIVE MODE", token);
                var state = await db.Set<ProgrammeTimeState>().SingleOrDefaultAsync(s => s.ClockId == ClockId, token);
                if (state is null)
                {
                    db.Add(state = new ProgrammeTimeState { ClockId = ClockId, Version = 0, Offset = TimeSpan.Zero });
                }

                var system = clock.GetUtcNow() - clock.Offset;
                var before = system + state.Offset;
                state.Offset = request.To - system;
                state.Version++;
                db.ProgrammeTimeMoves.Add(new(
                    Guid.CreateVersion7(), state.Version, caller.PersonId!.Value, system, before, request.To, state.Offset, request.Reason.Trim()));
                await publish.Publish(
                    new ProgrammeTimeMoved { ClockId = ClockId, Version = state.Version, OccurredAt = request.To, Offset = state.Offset }, token);
                return state;
            },
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var moved))
        {
            return refusal.ToProblem();
        }

        // This service applies the move before it answers; the others apply the event.
        clock.Apply(moved);
        return TypedResults.Accepted((string?)null, new ProgrammeTimeMoveSummary(moved.Version, clock.GetUtcNow()));
    }

    /// <summary>Lists the moves, oldest first.</summary>
    public static async Task<Ok<Page<ProgrammeTimeMove>>> ListAsync(
        [AsParameters] Paging paging, SchedulingDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.ProgrammeTimeMoves.AsNoTracking().ToPageAsync(paging, Order, cancellationToken));

    public static IEndpointRouteBuilder MapProgrammeTimeMoves(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            return routes;
        }

        var moves = routes.MapGroup("/programme-time/moves").WithTags("Programme time").RequireAuthorization(Policies.Administrator);
        moves.MapPost("", HandleAsync)
            .WithName("MoveProgrammeTime").WithSummary("Move programme time")
            .WithDescription("Forwards or backwards, by an administrator. The move is recorded. Development only.");
        moves.MapGet("", ListAsync)
            .WithName("ListProgrammeTimeMoves").WithSummary("List moves of programme time")
            .WithDescription("Each move has the administrator, the time and the reason. Development only.");
        return routes;
    }
}
