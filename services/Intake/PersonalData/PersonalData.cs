using System.ComponentModel;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Applications;
using Metropool.Intake.Offers;

namespace Metropool.Intake.PersonalData;

/// <summary>All that Intake holds on a person.</summary>
internal sealed record PersonalDataDocument
{
    public required Guid PersonId { get; init; }

    [Description("What the person's account calls them; null where Intake hasn't heard of it.")]
    public string? DisplayName { get; init; }

    [Description("Every application that is still kept, drafts as well, oldest first.")]
    public required IReadOnlyList<PersonalApplication> Applications { get; init; }

    [Description("The parts that the person has or had in the education team of editions.")]
    public required IReadOnlyList<PersonalTeamPart> TeamParts { get; init; }

    [Description("The panels of intake interviews that the person sits or sat in. Whose interview it was is that candidate's.")]
    public required IReadOnlyList<PersonalSeat> PanelSeats { get; init; }
}

internal sealed record PersonalApplication
{
    [Description("What the candidate wrote, and how the application stands: with the decision, the terms, and until when it is kept.")]
    public required ApplicationDetail Application { get; init; }

    [Description("Every judgement that was written, also those that were replaced, oldest first; separate ones once both are in.")]
    public required IReadOnlyList<JudgementView> Judgements { get; init; }

    [Description("Every agreement that the employer was asked for, and what it answered.")]
    public required IReadOnlyList<AgreementView> Agreements { get; init; }

    [Description("The references that employers use for the candidate in their own administration.")]
    public required IReadOnlyList<PersonalReference> EmployerReferences { get; init; }

    [Description("Every place that was offered.")]
    public required IReadOnlyList<OfferView> Offers { get; init; }

    [Description("All that happened, with who and why, oldest first.")]
    public required IReadOnlyList<HistoryLine> History { get; init; }

    [Description("Every interview that was in the calendar.")]
    public required IReadOnlyList<InterviewView> Interviews { get; init; }

    [Description("What the admission led to.")]
    public required IReadOnlyList<PersonalParticipation> Participations { get; init; }
}

internal sealed record PersonalReference(string Employer, string ExternalReference);

internal sealed record PersonalParticipation(
    Guid ParticipationId,
    [property: Description("The edition that it is in now.")] Guid EditionId,
    ParticipationStatus Status);

internal sealed record PersonalTeamPart(Guid EditionId, string EditionName, string DisplayName, TeamPart Part, bool Deputy, DateOnly From, DateOnly? Until);

internal sealed record PersonalSeat(Guid InterviewId, DateTimeOffset StartsAt, string DisplayName, TeamPart Part, bool Deputy);
