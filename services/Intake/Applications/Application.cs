using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;

namespace Metropool.Intake.Applications;

/// <summary>
/// Somebody's request to join an edition, from draft to decision. Every change is a method that either does it and returns the state
/// to publish, or returns a refusal and changes nothing; each leaves a line in the history.
/// </summary>
internal sealed partial class Application
{
    /// <summary>Where an application stands that is over: its candidate may start another one for the same edition.</summary>
    public static readonly ApplicationStatus[] Closed = [ApplicationStatus.Rejected, ApplicationStatus.Withdrawn, ApplicationStatus.Lapsed];

    private readonly List<HistoryEntry> _history = [];
    private readonly List<Judgement> _judgements = [];
    private readonly List<Employment> _employers = [];
    private readonly List<ConflictOfInterest> _conflicts = [];

    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required Guid PersonId { get; init; }

    public long Version { get; private set; }

    public ApplicationStatus Status { get; private set; }

    /// <summary>When this version came to be, in programme time.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>What has to happen next; who does it follows from that.</summary>
    public Awaited Awaits { get; private set; }

    /// <summary>Since when, in programme time.</summary>
    public DateTimeOffset AwaitsSince { get; private set; }

    /// <summary>The interview that is in the calendar and wasn't held yet.</summary>
    public Guid? BookedInterviewId { get; private set; }

    /// <summary>How it stands with the interview.</summary>
    public InterviewStanding InterviewStanding { get; private set; }

    /// <summary>Null: nobody but the candidate knows of it.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Since when it is rejected or withdrawn, in programme time.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When the candidate agreed to being kept longer where it comes to nothing (R49), in programme time.</summary>
    public DateTimeOffset? RetentionConsentAt { get; private set; }

    /// <summary>When what was written by and about somebody who was admitted was removed, in programme time.</summary>
    public DateTimeOffset? TextsRemovedAt { get; private set; }

    public CandidateName Name { get; private set; } = new();

    /// <summary>Call name, prefix and surname.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>What is searched in: the name, and the names of all employers.</summary>
    public string Searchable { get; private set; } = "";

    /// <summary>The last employer that is known, where it has an account here.</summary>
    public Guid? EmployerOrganisationId { get; private set; }

    /// <summary>Who employs the candidate, per period, oldest first (R14).</summary>
    public IReadOnlyList<Employment> Employers => [.. _employers.OrderBy(employer => employer.From)];

    public string? Function { get; private set; }

    /// <summary>The challenge (opgave) that the candidate works on.</summary>
    public string? Challenge { get; private set; }

    public string? CognitiveWishes { get; private set; }

    public string? PersonalWishes { get; private set; }

    public string? Motivation { get; private set; }

    public string? Capacities { get; private set; }

    /// <summary>What the candidate needs for the interview.</summary>
    public string? InterviewNeeds { get; private set; }

    /// <summary>The interview that was held (R10).</summary>
    public HeldInterview? Interview { get; private set; }

    /// <summary>Every judgement that was written, oldest first.</summary>
    public IReadOnlyList<Judgement> Judgements => [.. _judgements.OrderBy(judgement => judgement.Number)];

    /// <summary>How the candidate is judged: as the terms of the edition said when the first judgement was written. Null before.</summary>
    public JudgementMode? JudgementMode { get; private set; }

    /// <summary>Who of the team has nothing to do with this application (R5, R11), in the order in which it was said.</summary>
    public IReadOnlyList<ConflictOfInterest> Conflicts => _conflicts;

    /// <summary>The decision that counts.</summary>
    public Decision? Decision { get; private set; }

    /// <summary>The terms that were fixed at admission (R9).</summary>
    public AgreedTerms? Terms { get; private set; }

    /// <summary>The number on the waiting list of the edition, while on it: lower comes first. It never changes (R15).</summary>
    public long? WaitListNumber { get; private set; }

    /// <summary>On the waiting list because there was no place, and not because the decision was to wait.</summary>
    public bool WaitsForPlace { get; private set; }

    /// <summary>What other services may know, as the event that the change is called by.</summary>
    public T State<T>()
        where T : ApplicationChanged =>
        // All events of an application carry the same state. Activator, because new() can't be asked of a type with required members; they are all set here.
        Activator.CreateInstance<T>() with
        {
            ApplicationId = Id,
            Version = Version,
            OccurredAt = ChangedAt,
            EditionId = EditionId,
            PersonId = PersonId,
            DisplayName = DisplayName,
            Status = Status,
            InterviewId = Interview?.InterviewId,
            ConflictsOfInterest = [.. _conflicts.Select(conflict => conflict.PersonId)],
            Admission = Status != ApplicationStatus.Admitted ? null : new Admission
            {
                CertificateName = Name.CertificateName!,
                Employers = [.. Employers.Select((employer, index) => PeriodOf(employer, index == Employers.Count - 1 ? Granted : null))],
            },
        };

    // The agreement that counts is the one with the last employer: another employer voids it.
    private static EmployerPeriod PeriodOf(Employment employer, EmployerAgreement? agreement) => new()
    {
        OrganisationId = employer.OrganisationId,
        Name = employer.Name!,
        From = employer.From!.Value,
        Until = employer.Until,
        AgreementId = agreement?.Id,
        NominationId = agreement?.NominationId,
        ExternalReference = agreement?.ExternalReference,
    };

    private void Changed(DateTimeOffset now, ApplicationStatus? status = null)
    {
        (Version, ChangedAt, Status) = (Version + 1, now, status ?? Status);
        ClosedAt = Closed.Contains(Status) ? ClosedAt ?? now : null;
        if (Next() is var next && (Version == 1 || next != Awaits))
        {
            (Awaits, AwaitsSince) = (next, now);
        }
    }

    private Awaited Next() => Status switch
    {
        ApplicationStatus.Draft => Awaited.Submission,
        ApplicationStatus.Submitted when Interview is null => BookedInterviewId is null ? Awaited.Booking : Awaited.Interview,
        ApplicationStatus.Submitted when JudgementMode != Applications.JudgementMode.OneNote || JudgementsThatCount is [] => Awaited.Judgement,
        ApplicationStatus.Submitted => Awaited.Confirmation,
        ApplicationStatus.Interviewed when Granted is not null => Awaited.Decision,
        ApplicationStatus.Interviewed => Agreement is { IsAsked: true, Notification: not EmployerNotification.Mailed } ? Awaited.EmployerContact : Awaited.Agreement,
        ApplicationStatus.WaitListed => OfferUntil is null ? Awaited.Place : Awaited.Offer,
        _ => Awaited.Nothing,
    };

    private void Record(HistoryKind what, Actor by, string? reason = null, Guid? judgementId = null, DateTimeOffset? interviewAt = null, (Guid PersonId, string DisplayName)? concerns = null) => _history.Add(new HistoryEntry
    {
        ApplicationId = Id,
        At = ChangedAt,
        What = what,
        Status = Status,
        By = by,
        Reason = reason,
        JudgementId = judgementId,
        InterviewAt = interviewAt,
        Concerns = concerns?.DisplayName,
        ConcernsId = concerns?.PersonId,
    });
}
