using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Applications;

/// <summary>How somebody is called. All of it may be missing in a draft.</summary>
internal sealed record CandidateName
{
    public string? CallName { get; init; }

    public string? Prefix { get; init; }

    public string? Surname { get; init; }

    public string? TitlesBefore { get; init; }

    public string? TitlesAfter { get; init; }

    /// <summary>As it will stand on the certificate.</summary>
    public string? CertificateName { get; init; }

    /// <summary>Call name, prefix and surname.</summary>
    public string Shown => string.Join(' ', new[] { CallName, Prefix, Surname }.Where(part => part is not null));
}

/// <summary>A period with an employer (R14). In a draft name and first day may be missing.</summary>
internal sealed class Employment
{
    /// <summary>The organisation; null where the employer is known by name only.</summary>
    public Guid? OrganisationId { get; set; }

    public string? Name { get; set; }

    /// <summary>The form of the name in which it is compared with that of an organisation; null where there is no name.</summary>
    public string? NameKey { get; set; }

    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null while it goes on.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>The interview that was held, with the panel that held it.</summary>
internal sealed record HeldInterview
{
    public required Guid InterviewId { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    public required List<Interviews.PanelSeat> Panel { get; init; }
}

/// <summary>Who did something. A deputy is named as such (R5).</summary>
internal sealed record Actor
{
    /// <summary>Null where nobody did.</summary>
    public Guid? PersonId { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Null for the candidate and the employer.</summary>
    public TeamPart? Part { get; init; }

    public bool Deputy { get; init; }

    /// <summary>Nobody: the calendar or the clock said it, or it followed from what happened before.</summary>
    public static Actor Calendar { get; } = new();

    public static Actor Candidate(Application application) => new() { PersonId = application.PersonId, DisplayName = application.DisplayName };

    /// <summary>The employer, by whoever speaks for it.</summary>
    public static Actor Employer(Agreements.EmployerAgreement agreement, Guid? personId) => new() { PersonId = personId, DisplayName = agreement.EmployerName };

    public static Actor Of(Editions.TeamMember member) =>
        new() { PersonId = member.PersonId, DisplayName = member.DisplayName, Part = member.Part, Deputy = member.Deputy };

    public static Actor Of(Interviews.PanelSeat seat) =>
        new() { PersonId = seat.PersonId, DisplayName = seat.DisplayName, Part = seat.Part, Deputy = seat.Deputy };
}
