using Metropool.Journey.Gateway;
using Metropool.Journey.Steps;

namespace Metropool.Journey.Scenarios;

/// <summary>An edition with its own staff and its own group.</summary>
internal sealed class Cohort(string name, StaffMember dean, StaffMember programmeManager, StaffMember projectManager, StaffMember trainer) : IStepTarget
{
    /// <summary>The name of the edition, unique for this journey.</summary>
    public string Name => name;

    public StaffMember Dean => dean;

    public StaffMember ProgrammeManager => programmeManager;

    public StaffMember ProjectManager => projectManager;

    public StaffMember Trainer => trainer;

    public IReadOnlyList<StaffMember> Team => [dean, programmeManager, projectManager, trainer];

    public Guid EditionId { get; set; }

    /// <summary>The participants who get a certificate.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>The participant who misses module 1, in the first edition only.</summary>
    public Participant? Absentee { get; init; }

    /// <summary>The candidates who withdraw and those who replace them, in the first edition only, if the group is large enough.</summary>
    public Replacements? Replacements { get; init; }

    /// <summary>The persons who apply without a nomination.</summary>
    public IReadOnlyList<Participant> Candidates => Replacements is null
        ? Enrolled
        : [.. Replacements.NotEnrolled, .. Enrolled.Where(participant => participant != Replacements.Successor)];

    /// <summary>The participants and the absentee.</summary>
    public IReadOnlyList<Participant> Enrolled => Absentee is null ? Participants : [.. Participants, Absentee];

    public bool HasFailed { get; private set; }

    /// <summary>The first participant for whom no step has failed, for requests that are tried once for the group.</summary>
    public Participant FirstActive => Participants.FirstOrDefault(participant => !participant.HasFailed)
        ?? throw new JourneyException($"No participant of {name} is left.");

    public void MarkFailed() => HasFailed = true;
}

/// <summary>A member of an education team.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Role">The role, as in the API.</param>
/// <param name="Session">The session of the person.</param>
internal sealed record StaffMember(Guid PersonId, string Role, Session Session);

/// <summary>A candidate, and after admission a participant.</summary>
internal sealed class Participant(Guid personId, string email, string name, Session session, Employer employer) : IStepTarget
{
    private bool _hasFailed;

    public Guid PersonId => personId;

    /// <summary>The e-mail address of the account.</summary>
    public string Email => email;

    public string Name => name;

    public Session Session => session;

    public Employer Employer => employer;

    /// <summary>The group of the participant.</summary>
    public Cohort Cohort { get; set; } = null!;

    /// <summary>The index in the group. It is also the slot of the development and final interviews.</summary>
    public int Index { get; set; }

    /// <summary>The slot of the intake interview, from 0.</summary>
    public int IntakeSlot { get; set; }

    public Guid ApplicationId { get; set; }

    public Guid ParticipationId { get; set; }

    public Guid InternshipId { get; set; }

    public Guid AssessmentId { get; set; }

    /// <summary>The development or final interview that was booked last.</summary>
    public Guid InterviewId { get; set; }

    /// <summary>Whether the participant has a certificate that was verified.</summary>
    public bool HasCertificate { get; set; }

    public bool HasFailed => _hasFailed || Cohort.HasFailed;

    public void MarkFailed() => _hasFailed = true;
}
