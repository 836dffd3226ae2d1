using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>One edition with its own staff and its own group.</summary>
internal sealed class Cohort(string name, StaffMember dean, StaffMember programmeManager, StaffMember projectManager, StaffMember trainer) : ITraveller
{
    /// <summary>The name of the edition; no other run has it.</summary>
    public string Name => name;

    public StaffMember Dean => dean;

    public StaffMember ProgrammeManager => programmeManager;

    public StaffMember ProjectManager => projectManager;

    public StaffMember Trainer => trainer;

    public IReadOnlyList<StaffMember> Team => [dean, programmeManager, projectManager, trainer];

    public Guid EditionId { get; set; }

    /// <summary>Those who will reach the certificate.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>Who misses module 1; in the first edition only.</summary>
    public Participant? Absentee { get; init; }

    /// <summary>Who withdraws, and who comes instead; in the first edition only, where the group is large enough.</summary>
    public Turns? Turns { get; init; }

    /// <summary>Everybody who applies by themselves.</summary>
    public IReadOnlyList<Participant> Candidates => Turns is null ? Everybody : [.. Turns.Others, .. Everybody.Where(participant => participant != Turns.Successor)];

    /// <summary>Everybody who takes part.</summary>
    public IReadOnlyList<Participant> Everybody => Absentee is null ? Participants : [.. Participants, Absentee];

    public bool IsLeftBehind { get; private set; }

    /// <summary>Somebody of the group who is under way: for what is tried once for all.</summary>
    public Participant Anybody => Participants.FirstOrDefault(participant => !participant.IsLeftBehind)
        ?? throw new JourneyException($"Nobody of {name} is under way any more.");

    public void LeaveBehind() => IsLeftBehind = true;
}

/// <summary>A member of an education team.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Part">The part, as the API writes it.</param>
/// <param name="Session">Signed in.</param>
internal sealed record StaffMember(Guid PersonId, string Part, Session Session);

/// <summary>Somebody on the way to the certificate.</summary>
internal sealed class Participant(Guid personId, string email, string name, Session session, Employer employer) : ITraveller
{
    private bool _leftBehind;

    public Guid PersonId => personId;

    /// <summary>The address of the account.</summary>
    public string Email => email;

    public string Name => name;

    public Session Session => session;

    public Employer Employer => employer;

    /// <summary>The group that this participant is in.</summary>
    public Cohort Cohort { get; set; } = null!;

    /// <summary>The place in the group, from 0: it gives the slots of development and final interviews.</summary>
    public int Place { get; set; }

    /// <summary>The slot of the intake interview, from 0.</summary>
    public int IntakeSlot { get; set; }

    public Guid ApplicationId { get; set; }

    public Guid ParticipationId { get; set; }

    public Guid InternshipId { get; set; }

    public Guid AssessmentId { get; set; }

    /// <summary>The development or final interview that was booked last.</summary>
    public Guid InterviewId { get; set; }

    /// <summary>Holds a certificate that verifies.</summary>
    public bool HasCertificate { get; set; }

    public bool IsLeftBehind => _leftBehind || Cohort.IsLeftBehind;

    public void LeaveBehind() => _leftBehind = true;
}
