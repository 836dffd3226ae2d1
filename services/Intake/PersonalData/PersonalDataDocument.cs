using Metropool.Contracts.Scheduling;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;

namespace Metropool.Intake.PersonalData;

/// <summary>The personal data of a person in Intake.</summary>
internal sealed record PersonalDataDocument
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The display name of the person's account; null where Intake doesn't have it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Every application that is still kept, with drafts, oldest first.</summary>
    public required IReadOnlyList<PersonalApplication> Applications { get; init; }

    /// <summary>The roles that the person has or had in the education team of editions.</summary>
    public required IReadOnlyList<PersonalTeamRole> TeamRoles { get; init; }

    /// <summary>The panels of intake interviews of which the person is or was a member. The candidate is not named.</summary>
    public required IReadOnlyList<PersonalPanelSeat> PanelSeats { get; init; }
}

/// <summary>An application with everything that belongs to it.</summary>
internal sealed record PersonalApplication
{
    /// <summary>The application: its texts and status, the decision, the terms, and the end of the retention period.</summary>
    public required ApplicationDetail Application { get; init; }

    /// <summary>Every judgement, also replaced ones, oldest first. Separate judgements once both are complete.</summary>
    public required IReadOnlyList<JudgementDetail> Judgements { get; init; }

    /// <summary>Every agreement that was requested from an employer, with the response.</summary>
    public required IReadOnlyList<CandidateAgreementDetail> Agreements { get; init; }

    /// <summary>The references that employers use for the candidate in their own administration.</summary>
    public required IReadOnlyList<PersonalReference> EmployerReferences { get; init; }

    /// <summary>Every offer of a place.</summary>
    public required IReadOnlyList<OfferDetail> Offers { get; init; }

    /// <summary>The history, with persons and reasons, oldest first.</summary>
    public required IReadOnlyList<HistoryEntryDetail> History { get; init; }

    /// <summary>Every interview that was in the calendar.</summary>
    public required IReadOnlyList<InterviewDetail> Interviews { get; init; }

    /// <summary>The participations after admission.</summary>
    public required IReadOnlyList<PersonalParticipation> Participations { get; init; }
}

/// <summary>An employer's reference for the candidate.</summary>
internal sealed record PersonalReference
{
    /// <summary>The employer.</summary>
    public required string Employer { get; init; }

    /// <summary>The reference.</summary>
    public required string ExternalReference { get; init; }
}

/// <summary>A participation after admission.</summary>
internal sealed record PersonalParticipation
{
    /// <summary>The participation.</summary>
    public required Guid ParticipationId { get; init; }

    /// <summary>The current edition of the participation.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The status of the participation.</summary>
    public required ParticipationStatus Status { get; init; }
}

/// <summary>A role in the education team of an edition.</summary>
internal sealed record PersonalTeamRole
{
    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The name of the edition.</summary>
    public required string EditionName { get; init; }

    /// <summary>The display name of the person in the team.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The role.</summary>
    public required TeamRole Role { get; init; }

    /// <summary>Whether the person is a deputy.</summary>
    public required bool Deputy { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day; null while it is not known.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>A seat in the panel of an intake interview.</summary>
internal sealed record PersonalPanelSeat
{
    /// <summary>The interview.</summary>
    public required Guid InterviewId { get; init; }

    /// <summary>The start of the interview.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The display name of the person in the panel.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The role in the education team.</summary>
    public required TeamRole Role { get; init; }

    /// <summary>Whether the person is a deputy.</summary>
    public required bool Deputy { get; init; }
}
