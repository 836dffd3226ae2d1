using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Logbook;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Files;

/// <summary>
/// The assessment file of one participation: what the participant wrote, the interviews, what other services reported, and the certificate.
/// Whatever event about the participation comes first makes it; until the participation itself is known it is a placeholder that nobody sees.
/// </summary>
/// <remarks>Whoever changes a file holds its row lock (<see cref="AssessmentStore"/>), so that two events together meet what neither meets alone.</remarks>
internal sealed partial class AssessmentFile
{
    private readonly List<Interview> _interviews = [];
    private readonly List<HeldInterview> _held = [];
    private readonly List<Chapter> _chapters = [];
    private readonly List<Page> _pages = [];
    private readonly List<Certificate> _certificates = [];

    public required Guid Id { get; init; }

    public required Guid ParticipationId { get; init; }

    /// <summary>The version of the state that is published.</summary>
    public long Version { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>When the finished internship became part of this file, by event alone (R31).</summary>
    public DateTimeOffset? InternshipTakenOverAt { get; private set; }

    /// <summary>Whether every requirement of the certificate was met when stock was last taken (R39).</summary>
    public bool AllRequirementsMet { get; private set; }

    public Participation? Participation { get; private set; }

    public Attendance? Attendance { get; private set; }

    public Internship? Internship { get; private set; }

    /// <summary>The development and final interviews as they stand in the calendar.</summary>
    public IReadOnlyList<Interview> Interviews => _interviews;

    /// <summary>The interviews that were held.</summary>
    public IReadOnlyList<HeldInterview> Held => _held;

    public IReadOnlyList<Chapter> Chapters => _chapters;

    public IReadOnlyList<Page> Pages => _pages;

    public IReadOnlyList<Certificate> Certificates => _certificates;

    /// <summary>The certificate that is valid, else the one that was revoked last; null where there never was one.</summary>
    public Certificate? Certificate => _certificates.OrderBy(certificate => certificate.IsValid).ThenBy(certificate => certificate.RevokedAt).LastOrDefault();

    /// <summary>The modules that the standing in the edition of now judges; null where it doesn't say.</summary>
    public IReadOnlyList<int>? JudgedModules => Participation is { } participation ? Attendance?.JudgedIn(participation.EditionId) : null;

    /// <summary>Whether a person is the one whom the file is about.</summary>
    public bool IsAbout(Guid personId) => Participation?.PersonId == personId;

    /// <summary>Takes over the state of the participation.</summary>
    /// <returns>What there is to tell: the file came into being, or moved to another edition.</returns>
    public AssessmentChanged? Learn(ParticipationChanged state, DateTimeOffset now)
    {
        var before = Participation is { } known ? (known.PersonId, known.EditionId) : default;
        Participation ??= new Participation { FileId = Id };
        return Participation.Apply(state) && before != (Participation.PersonId, Participation.EditionId) ? Raise<AssessmentChanged>(now) : null;
    }

    /// <summary>Takes over the attendance standing (R18 to R21).</summary>
    public void Learn(AttendanceStandingChanged state) => (Attendance ??= new Attendance { FileId = Id }).Apply(state);

    /// <summary>Takes over the state of the internship (R31).</summary>
    public void Learn(InternshipChanged state) => (Internship ??= new Internship { FileId = Id }).Apply(state);

    /// <summary>Takes over an interview's place in the calendar.</summary>
    public void Learn(InterviewChanged state)
    {
        var interview = _interviews.SingleOrDefault(i => i.Id == state.InterviewId);
        if (interview is null)
        {
            interview = new Interview { Id = state.InterviewId, FileId = Id };
            _interviews.Add(interview);
        }

        interview.Apply(state);
    }

    /// <summary>Takes the completed internship into account (R31), and decides again whether the requirements are met (R39).</summary>
    /// <returns>The events to publish, oldest first.</returns>
    public IReadOnlyList<AssessmentChanged> Reevaluate(EditionProgress edition, DateTimeOffset now)
    {
        var events = new List<AssessmentChanged>();
        if (Participation is null)
        {
            return events;
        }

        if (Internship?.CompletedAt is not null != InternshipTakenOverAt is not null)
        {
            InternshipTakenOverAt = InternshipTakenOverAt is null ? now : null;
            events.Add(InternshipTakenOverAt is null ? Raise<AssessmentChanged>(now) : Raise<InternshipTakenOver>(now));
        }

        var met = RequirementTable.Of(this, edition).All(requirement => requirement.Met);
        if (met != AllRequirementsMet)
        {
            AllRequirementsMet = met;
            events.Add(met ? Raise<RequirementsMet>(now) : Raise<AssessmentChanged>(now));
        }

        return events;
    }

    /// <summary>The public state, as the event of a name. The participation must be known.</summary>
    public T State<T>()
        where T : AssessmentChanged
    {
        var participation = Participation ?? throw new InvalidOperationException("A placeholder has no public state.");

        // The events differ in name alone. A copy of a record keeps the type of what it copies, so the state is written out once for all of them.
        AssessmentChanged name = Activator.CreateInstance<T>();
        return (T)(name with
        {
            AssessmentId = Id,
            Version = Version,
            OccurredAt = ChangedAt ?? default,
            ParticipationId = ParticipationId,
            PersonId = participation.PersonId,
            EditionId = participation.EditionId,
            ChaptersSubmitted = [.. _chapters.Select(chapter => chapter.ModuleNumber).Order()],
            InterviewsHeld = [.. _held.OrderBy(held => held.StartsAt).ThenBy(held => held.InterviewId).Select(held => held.InterviewId)],
            InternshipId = InternshipTakenOverAt is null ? null : Internship?.InternshipId,
            AllRequirementsMet = AllRequirementsMet,
            CertificateId = Certificate?.Id,
            CertificateIssuedAt = Certificate?.IssuedAt,
            CertificateRevokedAt = Certificate?.RevokedAt,
        });
    }

    private T Raise<T>(DateTimeOffset now)
        where T : AssessmentChanged
    {
        Version++;
        ChangedAt = now;
        return State<T>();
    }
}
