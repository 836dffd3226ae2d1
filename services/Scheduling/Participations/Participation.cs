using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Editions;

namespace Metropool.Scheduling.Participations;

/// <summary>The participation of one person in the programme (R16). It can be transferred from one edition to another.</summary>
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

    /// <summary>When the status was set, UTC.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    public DateTimeOffset EnrolledAt { get; private init; }

    /// <summary>When the public state last changed; the time of an event that is published again.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>How it ended; null unless it has.</summary>
    public Ending? Ending { get; private set; }

    /// <summary>The employers per period (R14, R16).</summary>
    public IReadOnlyList<Employment> Employers => _employers;

    /// <summary>The pauses: dates, never a reason (R16).</summary>
    public IReadOnlyList<Pause> Pauses => _pauses;

    /// <summary>The transfers to another edition (R16).</summary>
    public IReadOnlyList<Transfer> Transfers => _transfers;

    /// <summary>The last requested transfer, pending or refused; null if none was requested, or it was carried out or withdrawn.</summary>
    public TransferRequest? TransferRequest { get; private set; }

    /// <summary>Whether the participant is expected on module days.</summary>
    public bool IsPlacedOrActive => Status is ParticipationStatus.Placed or ParticipationStatus.Active;

    /// <summary>Whether it has ended or is completed.</summary>
    public bool IsClosed => Status is ParticipationStatus.Ended or ParticipationStatus.Completed;

    private Pause? CurrentPause => Status == ParticipationStatus.Paused ? _pauses.OrderBy(p => p.From).ThenBy(p => p.Id).Last() : null;

    public static Participation Enrol(
        Guid applicationId, Guid editionId, Guid personId, string displayName, Admission admission, DateTimeOffset now)
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

    /// <summary>Makes it active when the edition begins.</summary>
    /// <returns>The new state; null unless it was placed.</returns>
    public ParticipationChanged? Begin(DateTimeOffset at) =>
        Status == ParticipationStatus.Placed ? SetStatus(ParticipationStatus.Active, ParticipationChange.Updated, at) : null;

    /// <summary>Pauses it from today on: deadlines and reminders stop (R16).</summary>
    /// <param name="today">Today, in programme time.</param>
    /// <param name="until">The expected last day; null if unknown.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ParticipationChanged> PauseFrom(DateOnly today, DateOnly? until, DateTimeOffset now)
    {
        if (!IsPlacedOrActive)
        {
            return Refusals.ParticipationStatus("Only a participation that is placed or active can be paused.");
        }

        if (until < today)
        {
            return Refusals.PausePeriodInvalid;
        }

        _pauses.Add(new(Guid.CreateVersion7(), today, until, Status));
        return SetStatus(ParticipationStatus.Paused, ParticipationChange.Paused, now);
    }

    /// <summary>Resumes it from today on.</summary>
    public Outcome<ParticipationChanged> Resume(DateOnly today, DateTimeOffset now) => EndPause(today) is { } pause
        ? SetStatus(pause.Before, ParticipationChange.Resumed, now)
        : Refusals.ParticipationStatus("Only a paused participation can be resumed.");

    /// <summary>
    /// Ends the participation. The dean decides it, never the service alone; because of missed attendance only after the participant was heard (R20).
    /// </summary>
    /// <param name="reason">The reason.</param>
    /// <param name="heardOn">The day on which the participant was heard.</param>
    /// <param name="offered">The edition in which a place is offered.</param>
    /// <param name="attendanceFailed">Whether the attendance obligation can no longer be met.</param>
    /// <param name="by">The dean.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ParticipationChanged> End(string reason, DateOnly? heardOn, Edition? offered, bool attendanceFailed, Guid by, DateTimeOffset now)
    {
        if (IsClosed)
        {
            return Refusals.ParticipationClosed;
        }

        if (attendanceFailed && heardOn is null)
        {
            return Refusals.ParticipantNotHeard;
        }

        if (heardOn > ProgrammeClock.DayOf(now))
        {
            return Refusals.ParticipantHeardInTheFuture;
        }

        if (offered is not null && (offered.Id == EditionId || offered.Status == EditionStatus.Cancelled))
        {
            return Refusals.EditionNotOnOffer;
        }

        return End(new(ProgrammeClock.DayOf(now), reason, by, heardOn, offered?.Id), now);
    }

    /// <summary>Ends it because the admission was withdrawn in Intake.</summary>
    /// <returns>The new state; null if it had ended or was completed.</returns>
    public ParticipationChanged? EndByWithdrawal(DateTimeOffset now) =>
        IsClosed ? null : End(new(ProgrammeClock.DayOf(now), "The admission was withdrawn.", null, null, null), now);

    /// <summary>Records whether Assessment issued a certificate, or revoked it.</summary>
    /// <returns>The new state; null if nothing changed.</returns>
    public ParticipationChanged? RecordCertificate(bool isCertified, DateTimeOffset at)
    {
        switch (isCertified, Status)
        {
            case (true, not ParticipationStatus.Completed):
                EndPause(ProgrammeClock.DayOf(at));
                TransferRequest = null;
                return SetStatus(ParticipationStatus.Completed, ParticipationChange.Completed, at);
            case (false, ParticipationStatus.Completed):
                return SetStatus(ParticipationStatus.Active, ParticipationChange.Updated, at);
            default:
                return null;
        }
    }

    /// <summary>Records the name for the certificate, which the candidate corrected in Intake.</summary>
    /// <returns>The new state; null if it didn't change, or a certificate was issued already.</returns>
    public ParticipationChanged? RecordCertificateName(string name, DateTimeOffset now)
    {
        if (Status == ParticipationStatus.Completed || name == CertificateName)
        {
            return null;
        }

        CertificateName = name;
        return RecordChange(ParticipationChange.Updated, now);
    }

    public ParticipationChanged Rename(string displayName, DateTimeOffset now)
    {
        DisplayName = displayName;
        return RecordChange(ParticipationChange.Updated, now);
    }

    public ParticipationChanged State(ParticipationChange change) => new()
    {
        ParticipationId = Id,
        Change = change,
        Version = Version,
        OccurredAt = ChangedAt,
        PersonId = PersonId,
        DisplayName = DisplayName,
        CertificateName = CertificateName,
        EditionId = EditionId,
        ApplicationId = ApplicationId,
        Status = Status,
        Employers = [.. _employers.OrderBy(e => e.From).Select(e => e.ToContract())],
        Pauses =
        [
            .. _pauses.OrderBy(p => p.From).ThenBy(p => p.Id)
                .Select(p => new PausePeriod { From = p.From, Until = p == CurrentPause ? null : p.Until }),
        ],
        PendingTransfer = TransferRequest is { IsPending: true } request
            ? new PendingTransfer { RequestId = request.Id, EditionId = request.EditionId }
            : null,
    };

    private ParticipationChanged End(Ending ending, DateTimeOffset now)
    {
        EndPause(ending.On);
        (Ending, TransferRequest) = (ending, null);
        return SetStatus(ParticipationStatus.Ended, ParticipationChange.Ended, now);
    }

    private ParticipationChanged SetStatus(ParticipationStatus status, ParticipationChange change, DateTimeOffset at)
    {
        (Status, StatusSince) = (status, at);
        return RecordChange(change, at);
    }

    private ParticipationChanged RecordChange(ParticipationChange change, DateTimeOffset at)
    {
        (Version, ChangedAt) = (Version + 1, at);
        return State(change);
    }

    /// <summary>Ends the current pause, if there is one.</summary>
    private Pause? EndPause(DateOnly today)
    {
        var pause = CurrentPause;
        // The day of the resumption isn't part of the pause, except when it is also its first day.
        pause?.EndOn(today > pause.From ? today.AddDays(-1) : today);
        return pause;
    }
}

/// <summary>How a participation ended (R20).</summary>
/// <param name="On">The last day.</param>
/// <param name="Reason">The reason.</param>
/// <param name="By">The dean; null if the admission was withdrawn.</param>
/// <param name="HeardOn">The day on which the participant was heard.</param>
/// <param name="OfferedEditionId">The edition in which a place was offered.</param>
internal sealed record Ending(DateOnly On, string Reason, Guid? By, DateOnly? HeardOn, Guid? OfferedEditionId);
