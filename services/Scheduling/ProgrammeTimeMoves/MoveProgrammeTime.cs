using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Passes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Scheduling.ProgrammeTimeMoves;

/// <summary>
/// Moves programme time, so that a demonstration lives through 18 months. In Development alone: elsewhere there is no such address,
/// and a service refuses to start on a database whose time was moved.
/// </summary>
internal static class MoveProgrammeTime
{
    /// <summary>The one clock of an installation.</summary>
    public static readonly Guid ClockId = new("0199d7a0-0000-7000-8000-000000000001");

    private static readonly Keyset<ProgrammeTimeMove> Order = Keyset.Ascending((ProgrammeTimeMove m) => m.Version);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="To">Programme time from now on; it goes on from there.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(DateTimeOffset To, [property: Required, StringLength(500), Multiline] string Reason) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            To < Earliest || To >= Latest ? [new($"It lies between {Earliest.Year} and {Latest.Year}.", [nameof(To)])] : [];
    }

    /// <param name="Version">The move; a service that shows this version or a later one at <c>/programme-time</c> has followed.</param>
    /// <param name="Now">Programme time.</param>
    internal sealed record Moved(long Version, DateTimeOffset Now);

    public static async Task<Results<Accepted<Moved>, ProblemHttpResult>> HandleAsync(
        Request request, Caller caller, SchedulingDbContext db, ProgrammeClock clock, PassSignal signal, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<ProgrammeTimeState>(
            async token =>
            {
                // One mover at a time, also for the first move, when there is no row to lock yet.
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
                await publish.Publish(new ProgrammeTimeMoved { ClockId = ClockId, Version = state.Version, OccurredAt = request.To, Offset = state.Offset }, token);
                return state;
            },
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var moved))
        {
            return refusal.ToProblem();
        }

        // With the answer the move has happened here; the other services follow by the event.
        clock.Follow(moved);
        signal.Set();
        return TypedResults.Accepted((string?)null, new Moved(moved.Version, clock.GetUtcNow()));
    }

    /// <summary>Lists who moved it when and why, oldest first.</summary>
    public static async Task<Ok<Page<ProgrammeTimeMove>>> ListAsync([AsParameters] Paging paging, SchedulingDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.ProgrammeTimeMoves.AsNoTracking().ToPageAsync(paging, Order, cancellationToken));

    public static IEndpointRouteBuilder MapProgrammeTimeMoves(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            return routes;
        }

        var moves = routes.MapGroup("/programme-time/moves").WithTags("Programme time").RequireAuthorization(Policies.Administrator);
        moves.MapPost("", HandleAsync)
            .WithName("MoveProgrammeTime").WithSummary("Move programme time").WithDescription("Forwards or backwards, by an administrator; recorded. Development only.");
        moves.MapGet("", ListAsync)
            .WithName("GetProgrammeTimeMoves").WithSummary("List moves of programme time").WithDescription("Who moved it when and why. Development only.");
        return routes;
    }
}
