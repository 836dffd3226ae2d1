using Metropool.Contracts;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;

namespace Metropool.Testing;

/// <summary>Valid events with random ids, as other services publish them. A test changes only what it is about, by a <c>with</c> expression.</summary>
public static class Some
{
    /// <summary>The time of the events: within the first minute of the fixtures' programme time, UTC.</summary>
    public static DateTimeOffset Moment { get; } = new(2025, 8, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A new id.</summary>
    public static Guid Id() => Guid.CreateVersion7();

    /// <summary>A person.</summary>
    public static PersonChanged Person(Guid? personId = null, string displayName = "Deelnemer 01") =>
        new() { PersonId = personId ?? Id(), Version = 1, OccurredAt = Moment, DisplayName = displayName };

    /// <summary>A staff appointment.</summary>
    public static StaffChanged Staff(Guid? personId = null, string displayName = "Medewerker 01") =>
        new() { PersonId = personId ?? Id(), Version = 1, OccurredAt = Moment, DisplayName = displayName, Active = true };

    /// <summary>A municipality.</summary>
    public static OrganisationChanged Organisation(Guid? organisationId = null, string name = "Voorbeeldgemeente") =>
        new() { OrganisationId = organisationId ?? Id(), Version = 1, OccurredAt = Moment, Name = name, Active = true, HasContact = true };

    /// <summary>A role in a team since long before the first intake day.</summary>
    public static EditionTeamMember TeamMember(TeamRole role, Guid? personId = null, bool deputy = false) => new()
    {
        PersonId = personId ?? Id(),
        DisplayName = $"Medewerker {role}",
        Role = role,
        Deputy = deputy,
        From = new DateOnly(2025, 1, 1),
    };

    /// <summary>A complete team: dean, programme manager, project manager and trainer.</summary>
    public static IReadOnlyList<EditionTeamMember> Team() =>
        [TeamMember(TeamRole.Dean), TeamMember(TeamRole.ProgrammeManager), TeamMember(TeamRole.ProjectManager), TeamMember(TeamRole.Trainer)];

    /// <summary>An edition that is open for applications, with seven modules and a complete team.</summary>
    public static EditionChanged OpenEdition(Guid? editionId = null, IReadOnlyList<EditionTeamMember>? team = null) => new()
    {
        EditionId = editionId ?? Id(),
        Change = EditionChange.Opened,
        Version = 2,
        OccurredAt = Moment,
        Name = "Metropool voorbeeld",
        Status = EditionStatus.Open,
        IntakeDays = [new(2025, 9, 12), new(2025, 9, 19), new(2025, 9, 22)],
        StartsOn = PartialDate.Of(new DateOnly(2026, 10, 26)),
        EndsOn = PartialDate.TryParse("2027-06", out var end) ? end : null,
        StatedPriceInCents = 1_795_000,
        Modules = Modules(),
        Team = team ?? Team(),
    };

    /// <summary>An edition that is released.</summary>
    public static EditionChanged ReleasedEdition(Guid? editionId = null, IReadOnlyList<EditionTeamMember>? team = null) =>
        OpenEdition(editionId, team) with { Change = EditionChange.Released, Version = 3, Status = EditionStatus.Released };

    /// <summary>The seven modules: 1 to 4 taught, 5 the internship, 6 taught, 7 the final module.</summary>
    public static IReadOnlyList<EditionModule> Modules() =>
    [
        .. Enumerable.Range(1, 7).Select(number => new EditionModule
        {
            ModuleId = Id(),
            Number = number,
            Title = number == 7 ? "Eindmodule" : $"Module {number}",
            Kind = number switch { 5 => ModuleKind.Internship, 7 => ModuleKind.Final, _ => ModuleKind.Taught },
        }),
    ];

    /// <summary>A submitted application.</summary>
    public static ApplicationChanged Application(Guid editionId, Guid? personId = null, Guid? applicationId = null) => new()
    {
        ApplicationId = applicationId ?? Id(),
        Change = ApplicationChange.Submitted,
        Version = 2,
        OccurredAt = Moment,
        EditionId = editionId,
        PersonId = personId ?? Id(),
        DisplayName = "Deelnemer 01",
        Status = ApplicationStatus.Submitted,
        ConflictsOfInterest = [],
    };

    /// <summary>An admission.</summary>
    public static ApplicationChanged Admission(
        Guid editionId, Guid? personId = null, Guid? applicationId = null, IReadOnlyList<EmployerPeriod>? employers = null) =>
        Application(editionId, personId, applicationId) with
        {
            Change = ApplicationChange.Admitted,
            Version = 5,
            Status = ApplicationStatus.Admitted,
            InterviewId = Id(),
            Admission = new() { CertificateName = "D. Deelnemer", Employers = employers ?? [Employer()] },
        };

    /// <summary>A period with an employer that hasn't ended.</summary>
    public static EmployerPeriod Employer(Guid? organisationId = null, string name = "Voorbeeldgemeente") =>
        new() { OrganisationId = organisationId ?? Id(), Name = name, From = new DateOnly(2020, 1, 1) };

    /// <summary>A participation with a place in an edition.</summary>
    public static ParticipationChanged Participation(
        Guid editionId, Guid? personId = null, Guid? participationId = null, IReadOnlyList<EmployerPeriod>? employers = null) => new()
        {
            ParticipationId = participationId ?? Id(),
            Change = ParticipationChange.Enrolled,
            Version = 1,
            OccurredAt = Moment,
            PersonId = personId ?? Id(),
            DisplayName = "Deelnemer 01",
            CertificateName = "D. Deelnemer",
            EditionId = editionId,
            ApplicationId = Id(),
            Status = ParticipationStatus.Active,
            Employers = employers ?? [Employer()],
            Pauses = [],
        };

    /// <summary>A booked interview on the first intake day, 09:00 to 09:45 in Europe/Amsterdam.</summary>
    public static InterviewChanged Interview(
        InterviewKind kind,
        Guid editionId,
        Guid personId,
        IReadOnlyList<EditionTeamMember> panel,
        Guid? applicationId = null,
        Guid? participationId = null) => new()
        {
            InterviewId = Id(),
            Change = InterviewChange.Booked,
            Version = 1,
            OccurredAt = Moment,
            EditionId = editionId,
            Kind = kind,
            ApplicationId = applicationId,
            ParticipationId = participationId,
            PersonId = personId,
            StartsAt = new DateTimeOffset(2025, 9, 12, 7, 0, 0, TimeSpan.Zero),
            EndsAt = new DateTimeOffset(2025, 9, 12, 7, 45, 0, TimeSpan.Zero),
            Panel =
            [
                .. panel.Select(member => new PanelMember
                {
                    PersonId = member.PersonId,
                    DisplayName = member.DisplayName,
                    Role = member.Role,
                    Deputy = member.Deputy,
                }),
            ],
            Status = InterviewStatus.Booked,
        };

    /// <summary>A module whose last day has passed.</summary>
    public static ModuleCompleted CompletedModule(EditionChanged edition, int number)
    {
        ArgumentNullException.ThrowIfNull(edition);
        var module = edition.Modules.Single(m => m.Number == number);
        return new()
        {
            ModuleId = module.ModuleId,
            Version = 1,
            OccurredAt = Moment,
            EditionId = edition.EditionId,
            Number = number,
            Title = module.Title,
            CompletedOn = new DateOnly(2026, 10, 27),
        };
    }

    /// <summary>The attendance of a participant who attended module 1.</summary>
    public static AttendanceChanged Attendance(Guid participationId, Guid editionId, AttendanceStatus status = AttendanceStatus.Met) => new()
    {
        ParticipationId = participationId,
        Version = 1,
        OccurredAt = Moment,
        EditionId = editionId,
        Status = status,
        ModuleOneAttended = true,
        ModulesAwaitingRecord = [],
        EvaluatedModules = [],
    };

    /// <summary>A completed internship of 160 hours, with the report submitted and presented.</summary>
    public static InternshipChanged CompletedInternship(ParticipationChanged participation)
    {
        ArgumentNullException.ThrowIfNull(participation);
        return new()
        {
            InternshipId = Id(),
            Change = InternshipChange.Completed,
            Version = 5,
            OccurredAt = Moment,
            ParticipationId = participation.ParticipationId,
            PersonId = participation.PersonId,
            EditionId = participation.EditionId,
            Status = InternshipStatus.Completed,
            LoggedMinutes = 160 * 60,
            ReportSubmittedAt = Moment,
            PresentedAt = Moment,
            CompletedAt = Moment,
        };
    }

    /// <summary>A new assessment file.</summary>
    public static AssessmentChanged Assessment(ParticipationChanged participation)
    {
        ArgumentNullException.ThrowIfNull(participation);
        return new()
        {
            AssessmentId = Id(),
            Change = AssessmentChange.Updated,
            Version = 1,
            OccurredAt = Moment,
            ParticipationId = participation.ParticipationId,
            PersonId = participation.PersonId,
            EditionId = participation.EditionId,
            ChaptersSubmitted = [],
            InterviewsHeld = [],
            AllRequirementsMet = false,
        };
    }
}
