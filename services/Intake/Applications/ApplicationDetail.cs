using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;

namespace Metropool.Intake.Applications;

/// <summary>An application as its candidate, the dean and the programme manager of its edition read it (R46).</summary>
internal sealed record ApplicationDetail : IVersioned
{
    /// <summary>The id of the application.</summary>
    public required Guid Id { get; init; }

    /// <summary>The edition that was applied for.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The name of the edition.</summary>
    /// <example>Metropool 13</example>
    public required string EditionName { get; init; }

    /// <summary>The candidate.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Increases with every change.</summary>
    public required long Version { get; init; }

    /// <summary>The status.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>What has to happen next.</summary>
    public required NextStep NextStep { get; init; }

    /// <summary>Since when the application waits for the next step.</summary>
    public required DateTimeOffset WaitingSince { get; init; }

    /// <summary>Call name, prefix and surname.</summary>
    /// <example>Sam van der Meer</example>
    public required string DisplayName { get; init; }

    /// <summary>The parts of the name.</summary>
    public required NameContent Name { get; init; }

    /// <summary>The employers per period, oldest first.</summary>
    public required IReadOnlyList<EmployerDetail> Employers { get; init; }

    /// <summary>The function at the employer.</summary>
    public string? Function { get; init; }

    /// <summary>The challenge (opgave) that the candidate works on.</summary>
    public string? Challenge { get; init; }

    /// <summary>The learning wishes.</summary>
    public required LearningWishesContent LearningWishes { get; init; }

    /// <summary>Why the candidate wants to take part.</summary>
    public string? Motivation { get; init; }

    /// <summary>What the candidate brings.</summary>
    public string? Capacities { get; init; }

    /// <summary>What the candidate needs for the interview.</summary>
    public string? InterviewNeeds { get; init; }

    /// <summary>When the draft was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was submitted; null for a draft.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The application for a cancelled edition that this one continues.</summary>
    public Guid? MovedFromId { get; init; }

    /// <summary>The intake interview: the one that was held, otherwise the booked one, otherwise the last one in the calendar.</summary>
    public InterviewDetail? Interview { get; init; }

    /// <summary>
    /// The judgements that count and are visible to you: the note of the panel, or the separate judgements. A separate judgement is visible to its author only,
    /// until both are written.
    /// </summary>
    public required IReadOnlyList<JudgementDetail> Judgements { get; init; }

    /// <summary>The team members with a conflict of interest, who can't act on this application.</summary>
    public required IReadOnlyList<ConflictDetail> ConflictsOfInterest { get; init; }

    /// <summary>The decision.</summary>
    public DecisionDetail? Decision { get; init; }

    /// <summary>The last nomination of the candidate by an employer.</summary>
    public LinkedNominationDetail? Nomination { get; init; }

    /// <summary>The agreement of the employer that was requested last.</summary>
    public CandidateAgreementDetail? Agreement { get; init; }

    /// <summary>The position on the waiting list, from 1.</summary>
    /// <example>3</example>
    public int? WaitListPosition { get; init; }

    /// <summary>The place that was offered last, from the waiting list.</summary>
    public OfferDetail? Offer { get; init; }

    /// <summary>The terms that were fixed at admission.</summary>
    public AgreedTermsDetail? Terms { get; init; }

    /// <summary>When the candidate agreed to a longer retention period, in case the application is unsuccessful; null if they didn't.</summary>
    public DateTimeOffset? RetentionConsentAt { get; init; }

    /// <summary>
    /// The last day of the retention period, as it is known now. After it the application is removed; for an admitted candidate, only the texts and judgements
    /// are. Null while no day is known.
    /// </summary>
    public DateOnly? KeptUntil { get; init; }

    /// <summary>When the texts by and about an admitted candidate were removed. From then on the reason of the decision is empty.</summary>
    public DateTimeOffset? TextsRemovedAt { get; init; }

    public ResourceVersion GetVersion() => Version;
}

/// <summary>A period with an employer.</summary>
/// <param name="OrganisationId">The organisation, if the employer has an account.</param>
/// <param name="Name">The name of the employer.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; null if no end is set.</param>
internal sealed record EmployerDetail(Guid? OrganisationId, string? Name, DateOnly? From, DateOnly? Until);

/// <summary>The terms that were agreed to.</summary>
/// <param name="PriceInCents">The price per participant, in euro cents.</param>
/// <param name="HotelIncluded">Whether the price includes the overnight stays.</param>
/// <param name="Vat">The VAT treatment.</param>
/// <param name="Cancellation">The charge on withdrawal, from the earliest day to the last.</param>
internal sealed record AgreedTermsDetail(long PriceInCents, bool HotelIncluded, VatTreatment Vat, IReadOnlyList<CancellationStep> Cancellation)
{
    public static AgreedTermsDetail Of(AgreedTerms terms) => new(terms.PriceInCents, terms.HotelIncluded, terms.Vat, terms.Cancellation);
}

/// <summary>The nomination that belongs to an application.</summary>
/// <param name="Employer">The employer.</param>
/// <param name="NominatedAt">When the employer nominated the candidate.</param>
/// <param name="PlaceHeld">Whether a place is held for the candidate as the successor of another candidate of the employer.</param>
/// <param name="SubmitUntil">Until when a draft must be submitted to keep that place.</param>
internal sealed record LinkedNominationDetail(string Employer, DateTimeOffset NominatedAt, bool PlaceHeld, DateTimeOffset? SubmitUntil);

/// <summary>An agreement as the candidate and the deciding team members read it; without the invoice details.</summary>
/// <param name="AgreementId">The id of the agreement.</param>
/// <param name="Status">The status.</param>
/// <param name="Employer">The employer.</param>
/// <param name="RequestedAt">When it was last requested.</param>
/// <param name="ExpiresAt">Until when the employer can respond.</param>
/// <param name="ContactName">The contact that the candidate named.</param>
/// <param name="ContactEmail">The address that a link was mailed to. Anyone who reads mail at that address can have responded.</param>
/// <param name="Notification">
/// Whether the employer is notified; null if it isn't requested any longer. If it has no contact, an administrator adds one; if the mail can't be delivered,
/// the candidate requests the agreement again with another address.
/// </param>
/// <param name="SettledAt">When it was granted, refused or withdrawn, or when it expired.</param>
/// <param name="Reason">The reason of a refusal.</param>
/// <param name="AgreedByName">The person who agreed for the employer.</param>
/// <param name="AgreedByFunction">The function of that person.</param>
/// <param name="Terms">The terms that the employer agreed to.</param>
internal sealed record CandidateAgreementDetail(
    Guid AgreementId,
    AgreementStatus Status,
    string Employer,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    string? ContactName,
    string? ContactEmail,
    EmployerNotification? Notification,
    DateTimeOffset? SettledAt,
    string? Reason,
    string? AgreedByName,
    string? AgreedByFunction,
    AgreedTermsDetail? Terms)
{
    public static CandidateAgreementDetail Of(EmployerAgreement agreement) => new(
        agreement.Id,
        agreement.Status,
        agreement.EmployerName,
        agreement.RequestedAt,
        agreement.ExpiresAt,
        agreement.ContactName,
        agreement.ContactEmail,
        agreement.IsRequested ? agreement.Notification : null,
        agreement.SettledAt,
        agreement.Reason,
        agreement.Invoice?.AgreedByName,
        agreement.Invoice?.AgreedByFunction,
        agreement.Terms is { } terms ? AgreedTermsDetail.Of(terms) : null);
}
