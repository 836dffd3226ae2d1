using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Replicas;

/// <summary>
/// The replica of a participation, which Scheduling owns: the edition in which it takes a place, and the edition to which it is to be transferred.
/// </summary>
internal sealed class Participation
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    /// <summary>The application that it came from; <see cref="Guid.Empty"/> after that was removed.</summary>
    public Guid ApplicationId { get; private set; }

    /// <summary>Its current edition, which differs from that of the application after a transfer.</summary>
    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>The last known employer, if it has an account (R16).</summary>
    public Guid? EmployerOrganisationId { get; private set; }

    /// <summary>The first day with that employer; null if none is known.</summary>
    public DateOnly? EmployedSince { get; private set; }

    /// <summary>The last day with that employer; null if no end is set.</summary>
    public DateOnly? EmployedUntil { get; private set; }

    /// <summary>The edition in which it takes a place; null after it ended.</summary>
    public Guid? PlaceIn => Version == 0 || Status == ParticipationStatus.Ended ? null : EditionId;

    /// <summary>The transfer that waits for a place; null if there is none.</summary>
    public Guid? TransferRequestId { get; private set; }

    /// <summary>The edition that it is to be transferred to.</summary>
    public Guid? TransferTo { get; private set; }

    /// <summary>
    /// Whether it got a place there, which it takes from then on (R15); null until that is decided. It is Intake's own answer and isn't replicated.
    /// </summary>
    public bool? TransferGranted { get; private set; }

    /// <summary>The editions in which it takes a place: its own, and the one of a transfer.</summary>
    public IEnumerable<Guid> Places => new[] { PlaceIn, TransferGranted == true ? TransferTo : null }.OfType<Guid>();

    /// <summary>Decides whether the transfer gets a place. The first decision counts.</summary>
    public void AnswerTransfer(bool granted) => TransferGranted ??= granted;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(ParticipationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, ApplicationId, EditionId, Status) = (state.Version, state.ApplicationId, state.EditionId, state.Status);
        var employer = state.Employers.MaxBy(period => period.From);
        (EmployerOrganisationId, EmployedSince, EmployedUntil) = (employer?.OrganisationId, employer?.From, employer?.Until);
        if (state.PendingTransfer?.RequestId != TransferRequestId)
        {
            (TransferRequestId, TransferTo, TransferGranted) = (state.PendingTransfer?.RequestId, state.PendingTransfer?.EditionId, null);
        }

        return true;
    }

    /// <summary>Handles the removal of the application. The participation takes a place until it ends.</summary>
    /// <param name="left">Whether the candidate left before it began: then the place is available at once, and not when Scheduling has ended it.</param>
    public void Detach(bool left) => (ApplicationId, Status) = (Guid.Empty, left ? ParticipationStatus.Ended : Status);
}

internal sealed class ParticipationConfiguration : IEntityTypeConfiguration<Participation>
{
    public void Configure(EntityTypeBuilder<Participation> participation)
    {
        participation.ToTable("participations");
        participation.Property(p => p.Version).IsConcurrencyToken();
        participation.HasIndex(p => p.ApplicationId);
        participation.HasIndex(p => new { p.EditionId, p.Status });
        participation.HasIndex(p => p.TransferTo).HasFilter("transfer_to IS NOT NULL");
        participation.Ignore(p => p.Places);
    }
}
