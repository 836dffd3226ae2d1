using Metropool.Contracts.Scheduling;
using Metropool.Hosting.Keysets;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Participations;

/// <summary>A participation as it is shown to the participant and to the team of its edition.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Version">Rises with every change.</param>
/// <param name="PersonId">The participant.</param>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="EditionId">The edition that it is in now.</param>
/// <param name="ApplicationId">The application that it came from.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="StatusSince">Since when.</param>
/// <param name="Employers">Who employs the participant, per period.</param>
/// <param name="Pauses">When it was paused.</param>
/// <param name="Transfers">The editions that it left for another.</param>
/// <param name="EndedOn">When it ended.</param>
/// <param name="EndingReason">Why; for the participant, dean and programme manager.</param>
/// <param name="OfferedEditionId">The edition in which a place was offered then.</param>
/// <param name="TransferRequest">A transfer that awaits a place in the other edition, or found none.</param>
internal sealed record ParticipationView(
    Guid Id, long Version, Guid PersonId, string DisplayName, Guid EditionId, Guid ApplicationId, ParticipationStatus Status, DateTimeOffset StatusSince,
    IReadOnlyList<EmploymentView> Employers, IReadOnlyList<PauseView> Pauses, IReadOnlyList<TransferView> Transfers,
    DateOnly? EndedOn, string? EndingReason, Guid? OfferedEditionId, TransferRequestView? TransferRequest) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static ParticipationView Of(Participation participation, bool withReason, bool withReferences = false) => new(
        participation.Id, participation.Version, participation.PersonId, participation.DisplayName, participation.EditionId, participation.ApplicationId,
        participation.Status, participation.StatusSince,
        [.. participation.Employers.OrderBy(e => e.From).Select(e =>
            new EmploymentView(e.OrganisationId, e.Name, e.From, e.Until, withReferences ? e.ExternalReference : null))],
        [.. participation.Pauses.OrderBy(p => p.From).Select(p => new PauseView(p.From, p.Until))],
        [.. participation.Transfers.OrderBy(t => t.On).Select(t => new TransferView(t.From, t.To, t.On, t.Met))],
        participation.Ending?.On, withReason ? participation.Ending?.Reason : null, participation.Ending?.OfferedEditionId,
        participation.TransferRequest is { } request ? new(request.Id, request.EditionId, request.At, request.IsOpen ? TransferState.AwaitsPlace : TransferState.Refused, request.RefusedBecause) : null);
}

/// <summary>A period with an employer.</summary>
/// <param name="OrganisationId">The organisation; null where the employer is known by name only.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; null while it goes on.</param>
/// <param name="ExternalReference">The employer's own reference. Null for callers other than dean, programme manager and project manager.</param>
internal sealed record EmploymentView(Guid? OrganisationId, string Name, DateOnly From, DateOnly? Until, string? ExternalReference);

/// <summary>A pause, by its days.</summary>
internal sealed record PauseView(DateOnly From, DateOnly? Until);

/// <summary>That a participation went over to another edition.</summary>
internal sealed record TransferView(Guid FromEditionId, Guid ToEditionId, DateOnly On, IReadOnlyList<CarriedModule> Met);

/// <summary>A transfer that was asked for and isn't carried out.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="EditionId">The edition to go over to.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="State">Whether it awaits a place. Once it has one, the participation goes over, and this is gone.</param>
/// <param name="RefusedBecause">The code of why it was refused, such as <c>scheduling.no-place-for-transfer</c>.</param>
internal sealed record TransferRequestView(Guid Id, Guid EditionId, DateTimeOffset RequestedAt, TransferState State, string? RefusedBecause);

/// <summary>How a transfer stands that isn't carried out.</summary>
internal enum TransferState
{
    AwaitsPlace,
    Refused,
}

/// <summary>Reads participations.</summary>
internal static class ParticipationQueries
{
    /// <summary>The order of every list of participations.</summary>
    public static readonly Keyset<Participation> Order = Keyset.Ascending((Participation p) => p.Id);

    public static async Task<Results<Ok<Page<ParticipationView>>, ProblemHttpResult>> ListAsync(
        Guid editionId, [AsParameters] Paging paging, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await db.FindEditionAsync(editionId, cancellationToken) is not { } edition || !edition.Admits(caller, clock.Today, EditionAccess.Everybody))
        {
            return EditionAccess.Unknown().ToProblem();
        }

        var page = await Whole(db).AsNoTracking().Where(p => p.EditionId == editionId).ToPageAsync(paging, Order, cancellationToken);
        var organises = edition.Admits(caller, clock.Today, EditionAccess.Organising);
        return TypedResults.Ok(page.Select(p => ParticipationView.Of(p, withReason: false, withReferences: organises && p.PersonId != caller.PersonId)));
    }

    public static async Task<Ok<List<ParticipationView>>> MineAsync(Caller caller, SchedulingDbContext db, CancellationToken cancellationToken)
    {
        var mine = await Whole(db).AsNoTracking().Where(p => p.PersonId == caller.PersonId).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(mine.ConvertAll(p => ParticipationView.Of(p, withReason: true)));
    }

    public static async Task<Results<Ok<ParticipationView>, ProblemHttpResult>> GetAsync(
        Guid participationId, Caller caller, SchedulingDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await Whole(db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == participationId, cancellationToken) is not { } participation)
        {
            return Participation.Unknown().ToProblem();
        }

        var edition = (await db.FindEditionAsync(participation.EditionId, cancellationToken))!;
        var own = participation.PersonId == caller.PersonId;
        return own || edition.Admits(caller, clock.Today, EditionAccess.Everybody)
            ? TypedResults.Ok(ParticipationView.Of(
                participation,
                withReason: own || edition.Admits(caller, clock.Today, EditionAccess.Leading),
                withReferences: !own && edition.Admits(caller, clock.Today, EditionAccess.Organising)))
            : Participation.Unknown().ToProblem();
    }

    /// <summary>A participation with its edition, which is locked.</summary>
    public static async Task<(Edition Edition, Participation Participation)?> FindParticipationAsync(
        this SchedulingDbContext db, Guid participationId, CancellationToken cancellationToken)
    {
        var editionId = await db.Participations.Where(p => p.Id == participationId).Select(p => p.EditionId).SingleOrDefaultAsync(cancellationToken);
        if (editionId == default)
        {
            return null;
        }

        await db.LockEditionAsync(editionId, cancellationToken);
        // It may have gone over to another edition before the lock was had; then the caller's picture of it is old.
        var participation = await Whole(db).SingleAsync(p => p.Id == participationId, cancellationToken);
        return participation.EditionId == editionId
            ? ((await db.FindEditionAsync(editionId, cancellationToken))!, participation)
            : throw new DbUpdateConcurrencyException("The participation went over to another edition in the meantime.");
    }

    /// <summary>Participations with all that belongs to them.</summary>
    public static IQueryable<Participation> Whole(SchedulingDbContext db) =>
        db.Participations.Include(p => p.Employers).Include(p => p.Pauses).Include(p => p.Transfers).AsSplitQuery();
}
