using Metropool.Contracts;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;

namespace Metropool.Testing;

/// <summary>Events as other services would publish them, valid and with random identities: a test states with <c>with</c> only what it is about.</summary>
public static class Some
{
    /// <summary>When the events happened: within the first minute of the fixtures' programme time, UTC.</summary>
    public static DateTimeOffset Moment { get; } = new(2025, 8, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A new identity.</summary>
    public static Guid Id() => Guid.CreateVersion7();

    /// <summary>A person.</summary>
    public static PersonRegistered Person(Guid? personId = null, string displayName = "Deelnemer 01") =>
        new() { PersonId = personId ?? Id(), Version = 1, OccurredAt = Moment, DisplayName = displayName };

    /// <summary>Somebody who works for the programme.</summary>
    public static StaffAppointed Staff(Guid? personId = null, string displayName = "Medewerker 01") =>
        new() { PersonId = personId ?? Id(), Version = 1, OccurredAt = Moment, DisplayName = displayName, Active = true };

    /// <summary>A municipality.</summary>
    public static OrganisationRegistered Organisation(Guid? organisationId = null, string name = "Voorbeeldgemeente") =>
        new() { OrganisationId = organisationId ?? Id(), Version = 1, OccurredAt = Moment, Name = name };

    /// <summary>A part in a team, from long before the first intake day.</summary>
    public static TeamRole TeamRole(TeamPart part, Guid? personId = null, bool deputy = false) => new()
    {
        PersonId = personId ?? Id(),
        DisplayName = $"Medewerker {part}",
        Part = part,
        Deputy = deputy,
        From = new DateOnly(2025, 1, 1),
    };

    /// <summary>A whole team: dean, programme manager, project manager, trainer.</summary>
    public static IReadOnlyList<TeamRole> Team() =>
        [TeamRole(TeamPart.Dean), TeamRole(TeamPart.ProgrammeManager), TeamRole(TeamPart.ProjectManager), TeamRole(TeamPart.Trainer)];

    /// <summary>An edition that is open for applications, with seven modules and a whole team.</summary>
    public static EditionOpened OpenEdition(Guid? editionId = null, IReadOnlyList<TeamRole>? team = null) => new()
    {
        EditionId = editionId ?? Id(),
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
    public static EditionReleased ReleasedEdition(Guid? editionId = null, IReadOnlyList<TeamRole>? team = null)
    {
        var open = OpenEdition(editionId, team);
        return new()
        {
            EditionId = open.EditionId,
            Version = 3,
            OccurredAt = Moment,
            Name = open.Name,
            Status = EditionStatus.Released,
            IntakeDays = open.IntakeDays,
            StartsOn = open.StartsOn,
            EndsOn = open.EndsOn,
            StatedPriceInCents = open.StatedPriceInCents,
            Modules = open.Modules,
            Team = open.Team,
        };
    }

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
    public static ApplicationSubmitted Application(Guid editionId, Guid? personId = null, Guid? applicationId = null) => new()
    {
        ApplicationId = applicationId ?? Id(),
        Version = 2,
        OccurredAt = Moment,
        EditionId = editionId,
        PersonId = personId ?? Id(),
        DisplayName = "Deelnemer 01",
        Status = ApplicationStatus.Submitted,
    };

    /// <summary>An admission.</summary>
    public static ParticipantAdmitted Admission(Guid editionId, Guid? personId = null, Guid? applicationId = null, IReadOnlyList<EmployerPeriod>? employers = null) => new()
    {
        ApplicationId = applicationId ?? Id(),
        Version = 5,
        OccurredAt = Moment,
        EditionId = editionId,
        PersonId = personId ?? Id(),
        DisplayName = "Deelnemer 01",
        Status = ApplicationStatus.Admitted,
        InterviewId = Id(),
        Admission = new() { CertificateName = "D. Deelnemer", Employers = employers ?? [Employer()] },
    };

    /// <summary>A period with an employer that is still going on.</summary>
    public static EmployerPeriod Employer(Guid? organisationId = null, string name = "Voorbeeldgemeente") =>
        new() { OrganisationId = organisationId ?? Id(), Name = name, From = new DateOnly(2020, 1, 1) };

    /// <summary>A participation with a place in an edition.</summary>
    public static ParticipantEnrolled Participation(Guid editionId, Guid? personId = null, Guid? participationId = null, IReadOnlyList<EmployerPeriod>? employers = null) => new()
    {
        ParticipationId = participationId ?? Id(),
        Version = 1,
        OccurredAt = Moment,
        PersonId = personId ?? Id(),
        DisplayName = "Deelnemer 01",
        CertificateName = "D. Deelnemer",
        EditionId = editionId,
        ApplicationId = Id(),
        Status = ParticipationStatus.Active,
        Employers = employers ?? [Employer()],
    };

    /// <summary>An interview in the calendar: on the first intake day, 09:00 to 09:45 in Amsterdam.</summary>
    public static InterviewBooked Interview(
        InterviewKind kind, Guid editionId, Guid personId, IReadOnlyList<TeamRole> panel, Guid? applicationId = null, Guid? participationId = null) => new()
        {
            InterviewId = Id(),
            Version = 1,
            OccurredAt = Moment,
            EditionId = editionId,
            Kind = kind,
            ApplicationId = applicationId,
            ParticipationId = participationId,
            PersonId = personId,
            StartsAt = new DateTimeOffset(2025, 9, 12, 7, 0, 0, TimeSpan.Zero),
            EndsAt = new DateTimeOffset(2025, 9, 12, 7, 45, 0, TimeSpan.Zero),
            Panel = [.. panel.Select(role => new PanelMember { PersonId = role.PersonId, DisplayName = role.DisplayName, Part = role.Part, Deputy = role.Deputy })],
            Status = InterviewStatus.Booked,
        };

    /// <summary>A module whose last day is over.</summary>
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

    /// <summary>A participant who stands well with the attendance obligation, module 1 attended.</summary>
    public static AttendanceStandingChanged Standing(Guid participationId, Guid editionId, AttendanceStanding standing = AttendanceStanding.Met) => new()
    {
        ParticipationId = participationId,
        Version = 1,
        OccurredAt = Moment,
        EditionId = editionId,
        Standing = standing,
        ModuleOneAttended = true,
    };

    /// <summary>A completed internship of 160 hours, report in and presented.</summary>
    public static InternshipCompleted CompletedInternship(ParticipationChanged participation)
    {
        ArgumentNullException.ThrowIfNull(participation);
        return new()
        {
            InternshipId = Id(),
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

    /// <summary>An assessment file in which nothing has happened yet.</summary>
    public static AssessmentChanged Assessment(ParticipationChanged participation)
    {
        ArgumentNullException.ThrowIfNull(participation);
        return new()
        {
            AssessmentId = Id(),
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
