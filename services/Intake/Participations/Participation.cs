using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Participations;

/// <summary>What Intake keeps of a participation: whether it still takes a place, in which edition, and which other it is to go over to. Scheduling owns it.</summary>
internal sealed class Participation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public Guid ApplicationId { get; private set; }

    /// <summary>The edition that it is in now: another than the application's after a transfer.</summary>
    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>The last employer that is known, where it has an account here (R16).</summary>
    public Guid? EmployerOrganisationId { get; private set; }

    /// <summary>The first day with that employer; null where none is known.</summary>
    public DateOnly? EmployedSince { get; private set; }

    /// <summary>The last day with that employer; null while it goes on.</summary>
    public DateOnly? EmployedUntil { get; private set; }

    /// <summary>The edition in which it takes a place; null once it ended.</summary>
    public Guid? PlaceIn => Version == 0 || Status == ParticipationStatus.Ended ? null : EditionId;

    /// <summary>The transfer that awaits a place; null where none does.</summary>
    public Guid? TransferRequestId { get; private set; }

    /// <summary>The edition that it is to go over to.</summary>
    public Guid? TransferTo { get; private set; }

    /// <summary>Whether it was given a place there, which it then takes (R15); null until that is decided.</summary>
    public bool? TransferGranted { get; private set; }

    /// <summary>The editions in which it takes a place: that of a transfer beside its own.</summary>
    public IEnumerable<Guid> Places => new[] { PlaceIn, TransferGranted == true ? TransferTo : null }.OfType<Guid>();

    /// <summary>Decides on the place that the transfer awaits. Once decided it stays so.</summary>
    public void AnswerTransfer(bool granted) => TransferGranted ??= granted;

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    /// <param name="state">The state.</param>
    /// <param name="applicationId">The application that it came from; <see cref="Guid.Empty"/> where that is gone.</param>
    public void Apply(ParticipationChanged state, Guid applicationId)
    {
        if (state.Version > Version)
        {
            (Version, ApplicationId, EditionId, Status) = (state.Version, applicationId, state.EditionId, state.Status);
            var employer = state.Employers.MaxBy(period => period.From);
            (EmployerOrganisationId, EmployedSince, EmployedUntil) = (employer?.OrganisationId, employer?.From, employer?.Until);
            if (state.TransferAwaited?.RequestId != TransferRequestId)
            {
                (TransferRequestId, TransferTo, TransferGranted) = (state.TransferAwaited?.RequestId, state.TransferAwaited?.EditionId, null);
            }
        }
    }

    /// <summary>The application is removed. What remains is that there is a participation: it takes a place until it ends.</summary>
    /// <param name="left">The candidate left before it began: the place is free at once, and not when Scheduling has heard of it.</param>
    public void Detach(bool left) => (ApplicationId, Status) = (Guid.Empty, left ? ParticipationStatus.Ended : Status);
}
