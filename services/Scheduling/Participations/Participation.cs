using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Participations;

/// <summary>One person's way through the programme (R16). It outlives an edition.</summary>
internal sealed partial class Participation
{
    private readonly List<Employment> _employers = [];
    private readonly List<Pause> _pauses = [];
    private readonly List<Transfer> _transfers = [];

    private Participation()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid PersonId { get; private init; }

    public string DisplayName { get; private set; } = null!;

    public string CertificateName { get; private set; } = null!;

    /// <summary>The edition that it is in now.</summary>
    public Guid EditionId { get; private set; }

    public Guid ApplicationId { get; private init; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>Since when it has that status, in programme time.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    public DateTimeOffset EnrolledAt { get; private init; }

    /// <summary>When its public state changed last: what an announcement of it says again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>How it ended; null while it hasn't.</summary>
    public Ending? Ending { get; private set; }

    /// <summary>Who employs the participant, per period (R14, R16).</summary>
    public IReadOnlyList<Employment> Employers => _employers;

    /// <summary>When it was paused: dates, never a reason (R16).</summary>
    public IReadOnlyList<Pause> Pauses => _pauses;

    /// <summary>The editions that it left for another (R16).</summary>
    public IReadOnlyList<Transfer> Transfers => _transfers;

    /// <summary>The transfer that was asked for last, while it awaits a place, and where there was none; null where none was, or it was carried out or taken back.</summary>
    public TransferRequest? TransferRequest { get; private set; }

    /// <summary>Whether it is expected on module days.</summary>
    public bool OnTheWay => Status is ParticipationStatus.Placed or ParticipationStatus.Active;

    public static Participation Enrol(Guid applicationId, Guid editionId, Guid personId, string displayName, Admission admission, DateTimeOffset now)
    {
        var participation = new Participation
        {
            Id = Guid.CreateVersion7(),
            Version = 1,
            PersonId = personId,
            DisplayName = displayName,
            CertificateName = admission.CertificateName,
            EditionId = editionId,
            ApplicationId = applicationId,
            Status = ParticipationStatus.Placed,
            StatusSince = now,
            EnrolledAt = now,
            ChangedAt = now,
        };
        participation._employers.AddRange(admission.Employers.Select(Employment.Of));
        return participation;
    }

    /// <summary>The edition has begun.</summary>
    /// <returns>The new state; null where there is nothing to begin.</returns>
    public ParticipationChanged? Begin(DateTimeOffset at)
    {
        if (Status != ParticipationStatus.Placed)
        {
            return null;
        }

        Become(ParticipationStatus.Active, at);
        return State<ParticipationChanged>();
    }

    /// <summary>Pauses from today on: deadlines and reminders stop (R16).</summary>
    public Outcome<ParticipationPaused> PauseFrom(DateOnly today, DateOnly? until, DateTimeOffset now)
    {
        if (!OnTheWay)
        {
            return NotNow("Only a participation that is placed or active can be paused.");
        }

        if (until < today)
        {
            return Refusal.Invalid("scheduling.period-invalid", "The pause ends before it begins.", new Fault("until", "before-today", "It comes before today."));
        }

        _pauses.Add(new(Guid.CreateVersion7(), today, until, Status));
        Become(ParticipationStatus.Paused, now);
        return State<ParticipationPaused>();
    }

    /// <summary>Goes on from today.</summary>
    public Outcome<ParticipationResumed> Resume(DateOnly today, DateTimeOffset now)
    {
        if (Status != ParticipationStatus.Paused)
        {
            return NotNow("Only a paused participation can go on.");
        }

        Become(EndPause(today)!.Before, now);
        return State<ParticipationResumed>();
    }

    /// <summary>
    /// Ends the participation. A machine decides nothing about a person: the dean does, and where the obligation was broken
    /// only after having heard the participant (R20).
    /// </summary>
    public Outcome<ParticipationEnded> End(string reason, DateOnly? heardOn, Edition? offered, bool broken, Guid by, DateOnly today, DateTimeOffset now)
    {
        if (Status is ParticipationStatus.Ended or ParticipationStatus.Completed)
        {
            return NotNow("The participation has ended or is completed.");
        }

        if (broken && heardOn is null)
        {
            return Refusal.Invalid(
                "scheduling.participant-not-heard", "The participant has to be heard before the dean ends the participation for what was missed.",
                new Fault("heardOn", "missing", "The day on which the participant was heard is needed."));
        }

        if (heardOn > today)
        {
            return Refusal.Invalid("scheduling.participant-not-heard", "The participant has to have been heard.", new Fault("heardOn", "in-the-future", "The day is yet to come."));
        }

        if (offered is not null && (offered.Id == EditionId || offered.Status == EditionStatus.Cancelled))
        {
            return Refusal.Conflict("scheduling.edition-not-on-offer", "A place is offered in another edition that takes place.");
        }

        EndPause(today);
        (Ending, TransferRequest) = (new(today, reason, by, heardOn, offered?.Id), null);
        Become(ParticipationStatus.Ended, now);
        return State<ParticipationEnded>();
    }

    /// <summary>Ends it because Intake took the admission back.</summary>
    /// <returns>The new state; null where it had ended or completed before.</returns>
    public ParticipationEnded? TakeOverWithdrawal(DateOnly today, DateTimeOffset now)
    {
        if (Status is ParticipationStatus.Ended or ParticipationStatus.Completed)
        {
            return null;
        }

        EndPause(today);
        (Ending, TransferRequest) = (new(today, "The admission was withdrawn.", null, null, null), null);
        Become(ParticipationStatus.Ended, now);
        return State<ParticipationEnded>();
    }

    /// <summary>Asks to go over to a later edition. It goes once Intake has given it a place there (R15). Asked again for the same edition it stays as it is.</summary>
    /// <returns>The new state; null where that transfer awaits a place already.</returns>
    public Outcome<ParticipationChanged?> RequestTransfer(Edition target, Edition current, Guid by, DateTimeOffset now)
    {
        if (NotTransferable(target, current) is { } refusal)
        {
            return refusal;
        }

        if (TransferRequest is { IsOpen: true } open)
        {
            return open.EditionId == target.Id
                ? (ParticipationChanged?)null
                : Refusal.Conflict("scheduling.transfer-requested", "A transfer to another edition awaits a place. Take that one back first.");
        }

        TransferRequest = new(Guid.CreateVersion7(now), target.Id, by, now, null);
        (Version, ChangedAt) = (Version + 1, now);
        return State<ParticipationChanged>();
    }

    /// <summary>Ends what was asked without going over: there is no place, it can't any more, or it is taken back.</summary>
    /// <param name="refusedBecause">The code of why not; null where it is taken back.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ParticipationChanged> CloseTransfer(string? refusedBecause, DateTimeOffset now)
    {
        if (TransferRequest is not { IsOpen: true } open)
        {
            return Refusal.Conflict("scheduling.no-transfer-requested", "No transfer awaits a place.");
        }

        TransferRequest = refusedBecause is null ? null : open with { RefusedBecause = refusedBecause };
        (Version, ChangedAt) = (Version + 1, now);
        return State<ParticipationChanged>();
    }

    private Refusal? NotTransferable(Edition target, Edition current)
    {
        if (Status == ParticipationStatus.Completed)
        {
            return NotNow("The participation is completed.");
        }

        // It ended in Intake, and not by the dean: nobody decided that there is a place for them.
        if (Status == ParticipationStatus.Ended && Ending?.By is null)
        {
            return Refusal.Conflict("scheduling.admission-withdrawn", "The admission was withdrawn. Who wants to take part applies again.");
        }

        if (target.Id == EditionId)
        {
            return Refusal.Conflict("scheduling.edition-is-the-same", "The participation is in that edition already.");
        }

        if (target.Status is not (EditionStatus.Open or EditionStatus.Released))
        {
            return Refusal.Conflict("scheduling.edition-not-open", "A participation goes over to an edition that is open or released.");
        }

        if (target.StartsOn is { } later && current.StartsOn is { } earlier && later.Latest <= earlier.Earliest)
        {
            return Refusal.Conflict("scheduling.edition-not-later", "A participation goes over to a later edition.");
        }

        return null;
    }

    /// <summary>Goes over to a later edition; what was met is carried over, and names the edition that it was met in (R16). There is a place for it (R15).</summary>
    public Outcome<ParticipationTransferred> TransferTo(Edition target, Edition current, IReadOnlyList<CarriedModule> met, Guid by, DateOnly today, DateTimeOffset now)
    {
        if (NotTransferable(target, current) is { } refusal)
        {
            return refusal;
        }

        EndPause(today);
        _transfers.Add(new(Guid.CreateVersion7(), EditionId, target.Id, today, by, met));
        EditionId = target.Id;
        (Ending, TransferRequest) = (null, null);
        Become(ParticipationStatus.Placed, now);
        return State<ParticipationTransferred>();
    }

    /// <summary>Takes over whether there is a certificate, from Assessment.</summary>
    /// <returns>The new state; null where it says nothing new.</returns>
    public ParticipationChanged? TakeOverCertificate(bool holds, DateTimeOffset at)
    {
        switch (holds, Status)
        {
            case (true, not ParticipationStatus.Completed):
                EndPause(ProgrammeClock.DayOf(at));
                TransferRequest = null;
                Become(ParticipationStatus.Completed, at);
                return State<ParticipationCompleted>();
            case (false, ParticipationStatus.Completed):
                Become(ParticipationStatus.Active, at);
                return State<ParticipationChanged>();
            default:
                return null;
        }
    }

    /// <summary>Takes over the name for the certificate, which the candidate corrected in Intake.</summary>
    /// <returns>The new state; null where there is a certificate already, or it is the same.</returns>
    public ParticipationChanged? TakeOverCertificateName(string name, DateTimeOffset now)
    {
        if (Status == ParticipationStatus.Completed || name == CertificateName)
        {
            return null;
        }

        (CertificateName, Version, ChangedAt) = (name, Version + 1, now);
        return State<ParticipationChanged>();
    }

    public ParticipationChanged Rename(string displayName, DateTimeOffset now)
    {
        (DisplayName, Version, ChangedAt) = (displayName, Version + 1, now);
        return State<ParticipationChanged>();
    }

    /// <summary>The modules that were met in an earlier edition and carried over to the present one.</summary>
    public IEnumerable<CarriedModule> Carried => _transfers.Where(t => t.To == EditionId).SelectMany(t => t.Met);

    public T State<T>()
        where T : ParticipationChanged => EventState.Empty<T>() with
        {
            ParticipationId = Id,
            Version = Version,
            OccurredAt = ChangedAt,
            PersonId = PersonId,
            DisplayName = DisplayName,
            CertificateName = CertificateName,
            EditionId = EditionId,
            ApplicationId = ApplicationId,
            Status = Status,
            Employers = [.. _employers.OrderBy(e => e.From).Select(e => e.AsPeriod())],
            Pauses = [.. _pauses.OrderBy(p => p.From).ThenBy(p => p.Id).Select(p => new PausePeriod { From = p.From, Until = p == CurrentPause ? null : p.Until })],
            TransferAwaited = TransferRequest is { IsOpen: true } request ? new TransferAwaited { RequestId = request.Id, EditionId = request.EditionId } : null,
        };

    public static Refusal Unknown() => Refusal.NotFound("scheduling.participation-unknown", "There is no such participation.");

    private static Refusal NotNow(string detail) => Refusal.Conflict("scheduling.participation-status", detail);

    private void Become(ParticipationStatus status, DateTimeOffset at)
    {
        (Status, StatusSince, ChangedAt) = (status, at, at);
        Version++;
    }

    /// <summary>Ends the pause that is going on, if there is one.</summary>
    private Pause? EndPause(DateOnly today)
    {
        var pause = CurrentPause;
        // The first day that it goes on is no day of the pause; one that was paused and resumed on the same day leaves that day.
        pause?.EndOn(today > pause.From ? today.AddDays(-1) : today);
        return pause;
    }

    private Pause? CurrentPause => Status == ParticipationStatus.Paused ? _pauses.OrderBy(p => p.From).ThenBy(p => p.Id).Last() : null;
}

/// <summary>A pause, by its days (R16).</summary>
/// <param name="id">Its identity.</param>
/// <param name="from">The first day.</param>
/// <param name="until">The last day, as it is expected and then as it was.</param>
/// <param name="before">What the participation was before, and goes on as.</param>
internal sealed class Pause(Guid id, DateOnly from, DateOnly? until, ParticipationStatus before)
{
    public Guid Id { get; private init; } = id;

    public DateOnly From { get; private init; } = from;

    public DateOnly? Until { get; private set; } = until;

    public ParticipationStatus Before { get; private init; } = before;

    public bool Covers(DateOnly day) => day >= From && (Until is null || day <= Until);

    public void EndOn(DateOnly until) => Until = until;
}

/// <summary>A transfer that was asked for.</summary>
/// <param name="Id">What Intake answers.</param>
/// <param name="EditionId">The edition to go over to.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When, in programme time.</param>
/// <param name="RefusedBecause">The code of why it didn't go over; null while it awaits a place.</param>
internal sealed record TransferRequest(Guid Id, Guid EditionId, Guid By, DateTimeOffset At, string? RefusedBecause)
{
    public bool IsOpen => RefusedBecause is null;
}

/// <summary>That a participation went over to another edition, with what it had met.</summary>
internal sealed record Transfer(Guid Id, Guid From, Guid To, DateOnly On, Guid By, IReadOnlyList<CarriedModule> Met);

/// <summary>A module that was met in an earlier edition (R16).</summary>
internal sealed record CarriedModule(int Number, Guid EditionId, string EditionName);

/// <summary>How a participation ended: by whom, why, and whether the participant was heard (R20).</summary>
internal sealed record Ending(DateOnly On, string Reason, Guid? By, DateOnly? HeardOn, Guid? OfferedEditionId);
