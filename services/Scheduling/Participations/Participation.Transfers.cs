using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Participations;

/// <summary>The transfer of a participation to a later edition (R16).</summary>
internal sealed partial class Participation
{
    /// <summary>The modules that were met in an earlier edition and carried over to the present one.</summary>
    public IEnumerable<CarriedModule> Carried => _transfers.Where(t => t.To == EditionId).SelectMany(t => t.Met);

    /// <summary>
    /// Requests a transfer to a later edition, which is carried out when Intake has granted a place there (R15). A second request for the same edition changes
    /// nothing.
    /// </summary>
    /// <returns>The new state; null if that transfer is pending already.</returns>
    public Outcome<ParticipationChanged?> RequestTransfer(Edition target, Edition current, Guid by, DateTimeOffset now)
    {
        if (RefuseTransfer(target, current) is { } refusal)
        {
            return refusal;
        }

        if (TransferRequest is { IsPending: true } pending)
        {
            return pending.EditionId == target.Id ? (ParticipationChanged?)null : Refusals.TransferRequested;
        }

        TransferRequest = new(Guid.CreateVersion7(now), target.Id, by, now, null);
        return RecordChange(ParticipationChange.Updated, now);
    }

    /// <summary>Closes the pending transfer without carrying it out.</summary>
    /// <param name="refusalCode">The code of the refusal; null if the transfer was withdrawn.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ParticipationChanged> CloseTransfer(string? refusalCode, DateTimeOffset now)
    {
        if (TransferRequest is not { IsPending: true } pending)
        {
            return Refusals.NoTransferRequested;
        }

        TransferRequest = refusalCode is null ? null : pending with { RefusalCode = refusalCode };
        return RecordChange(ParticipationChange.Updated, now);
    }

    /// <summary>
    /// Transfers it to a later edition, in which it has a place (R15). The modules that were met are carried over, and name their edition (R16).
    /// </summary>
    public Outcome<ParticipationChanged> TransferTo(Edition target, Edition current, IReadOnlyList<CarriedModule> met, Guid by, DateTimeOffset now)
    {
        if (RefuseTransfer(target, current) is { } refusal)
        {
            return refusal;
        }

        var today = ProgrammeClock.DayOf(now);
        EndPause(today);
        _transfers.Add(new(Guid.CreateVersion7(), EditionId, target.Id, today, by, met));
        EditionId = target.Id;
        (Ending, TransferRequest) = (null, null);
        return SetStatus(ParticipationStatus.Placed, ParticipationChange.Transferred, now);
    }

    private Refusal? RefuseTransfer(Edition target, Edition current)
    {
        if (Status == ParticipationStatus.Completed)
        {
            return Refusals.ParticipationStatus("The participation is completed.");
        }

        // The participation was ended by a withdrawal of the admission and not by the dean, so no place was offered.
        if (Status == ParticipationStatus.Ended && Ending?.By is null)
        {
            return Refusals.AdmissionWithdrawn;
        }

        if (target.Id == EditionId)
        {
            return Refusals.EditionIsTheSame;
        }

        if (target.Status is not (EditionStatus.Open or EditionStatus.Released))
        {
            return Refusals.EditionNotOpen("A participation can be transferred only to an edition that is open or released.");
        }

        return target.StartsOn is { } later && current.StartsOn is { } earlier && later.Latest <= earlier.Earliest ? Refusals.EditionNotLater : null;
    }
}

/// <summary>A requested transfer.</summary>
/// <param name="Id">The id of the request, which Intake answers.</param>
/// <param name="EditionId">The later edition.</param>
/// <param name="By">The caller who requested it.</param>
/// <param name="At">When it was requested, in programme time.</param>
/// <param name="RefusalCode">The code of the refusal; null while it waits for a place.</param>
internal sealed record TransferRequest(Guid Id, Guid EditionId, Guid By, DateTimeOffset At, string? RefusalCode)
{
    public bool IsPending => RefusalCode is null;
}

/// <summary>A transfer that was carried out, with the modules that had been met.</summary>
internal sealed record Transfer(Guid Id, Guid From, Guid To, DateOnly On, Guid By, IReadOnlyList<CarriedModule> Met);

/// <summary>A module that was met in an earlier edition (R16).</summary>
/// <param name="Number">The number of the module.</param>
/// <param name="EditionId">The earlier edition.</param>
/// <param name="EditionName">The name of the earlier edition.</param>
internal sealed record CarriedModule(int Number, Guid EditionId, string EditionName);

internal sealed class TransferConfiguration : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.ToTable("transfers");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.From).HasColumnName("from_edition_id");
        builder.Property(t => t.To).HasColumnName("to_edition_id");
        builder.Property(t => t.Met).AsJson();
    }
}
