using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Editions;
using Metropool.Intake.Interviews;
using Metropool.Intake.Offers;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Metropool.Intake.Applications;

/// <summary>An application as its candidate, the dean and the programme manager of its edition read it (R46). They all read the same.</summary>
internal sealed record ApplicationDetail : IVersioned
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required string EditionName { get; init; }

    public required Guid PersonId { get; init; }

    [Description("Rises with every change.")]
    public required long Version { get; init; }

    public required ApplicationStatus Status { get; init; }

    [Description("What has to happen next.")]
    public required Awaited Awaits { get; init; }

    [Description("Since when it awaits that.")]
    public required DateTimeOffset AwaitsSince { get; init; }

    [Description("Call name, prefix and surname.")]
    public required string DisplayName { get; init; }

    public required NameContent Name { get; init; }

    [Description("Per period, oldest first.")]
    public required IReadOnlyList<EmployerView> Employers { get; init; }

    public string? Function { get; init; }

    public string? Challenge { get; init; }

    public required LearningWishesContent LearningWishes { get; init; }

    public string? Motivation { get; init; }

    public string? Capacities { get; init; }

    public string? InterviewNeeds { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    [Description("The application for a cancelled edition that this one goes on from.")]
    public Guid? MovedFromId { get; init; }

    [Description("The intake interview: the one that was held, else the one in the calendar, else the last one that was.")]
    public InterviewView? Interview { get; init; }

    [Description("The judgements that count and that you may read: the note of the panel, or the separate judgements of dean and programme manager. A separate one is its author's alone until both are in.")]
    public required IReadOnlyList<JudgementView> Judgements { get; init; }

    [Description("Who of the team has a conflict of interest, and so has nothing to do with this application.")]
    public required IReadOnlyList<ConflictView> ConflictsOfInterest { get; init; }

    public DecisionView? Decision { get; init; }

    [Description("By which employer the candidate was nominated last.")]
    public NominatedView? Nomination { get; init; }

    [Description("The agreement of the employer that was asked for last.")]
    public AgreementView? Agreement { get; init; }

    [Description("The place on the waiting list, from 1.")]
    public int? WaitListPosition { get; init; }

    [Description("The place that was offered last, to who was on the waiting list.")]
    public OfferView? Offer { get; init; }

    [Description("The terms that were fixed at admission.")]
    public TermsView? Terms { get; init; }

    [Description("When the candidate agreed to the application being kept longer, should it not lead to a place; null where they didn't.")]
    public DateTimeOffset? RetentionConsentAt { get; init; }

    [Description("The last day on which all of this is kept, as it stands now. After it the application is removed; of who was admitted what they wrote and the judgements are. Null while no day is known.")]
    public DateOnly? KeptUntil { get; init; }

    [Description("When what was written by and about somebody who was admitted was removed. The reason of the decision is empty from then on.")]
    public DateTimeOffset? TextsRemovedAt { get; init; }

    public ResourceVersion GetVersion() => Version;
}

internal sealed record EmployerView(
    [property: Description("The organisation, where it has an account here.")] Guid? OrganisationId,
    string? Name,
    DateOnly? From,
    [property: Description("The last day; null while it goes on.")] DateOnly? Until);

/// <summary>Somebody of the education team. A deputy (waarnemend) is named as such.</summary>
internal sealed record PanelView(string DisplayName, TeamPart Part, bool Deputy);

internal sealed record InterviewView(
    Guid InterviewId,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    InterviewStatus Status,
    [property: Description("When it was held; null until it was.")] DateTimeOffset? HeldAt,
    IReadOnlyList<PanelView> Panel)
{
    /// <param name="interview">The interview in the calendar.</param>
    /// <param name="held">The interview that was held, if one was. That is our own fact: it is shown at once, and not when the calendar has heard of it.</param>
    public static InterviewView Of(Interview interview, HeldInterview? held)
    {
        var known = held?.InterviewId == interview.Id ? held : null;
        IEnumerable<PanelSeat> panel = known?.Panel ?? interview.Seats;
        return new(
            interview.Id,
            interview.StartsAt,
            interview.EndsAt,
            known is null ? interview.Status : InterviewStatus.Held,
            known?.HeldAt,
            [.. panel.Select(seat => new PanelView(seat.DisplayName, seat.Part, seat.Deputy)).OrderBy(seat => seat.Part)]);
    }
}

internal sealed record ConflictView(Guid PersonId, string DisplayName, DateTimeOffset DeclaredAt);

internal sealed record JudgementView(
    Guid JudgementId,
    CriterionView LearningWishes,
    CriterionView Motivation,
    CriterionView Capacities,
    PanelView WrittenBy,
    DateTimeOffset WrittenAt,
    [property: Description("Who confirmed it; null until then, and of a separate judgement.")] PanelView? ConfirmedBy,
    [property: Description("When it was confirmed, or both separate judgements were in; null until then.")] DateTimeOffset? StandsSince)
{
    public static JudgementView Of(Judgement judgement) => new(
        judgement.Id,
        CriterionView.Of(judgement.LearningWishes),
        CriterionView.Of(judgement.Motivation),
        CriterionView.Of(judgement.Capacities),
        new PanelView(judgement.AuthorName, judgement.AuthorPart, judgement.AuthorDeputy),
        judgement.WrittenAt,
        judgement.ConfirmedBy is { DisplayName: { } name, Part: { } part } by ? new PanelView(name, part, by.Deputy) : null,
        judgement.StandsSince);
}

internal sealed record CriterionView(bool Fits, string Note)
{
    public static CriterionView Of(Criterion criterion) => new(criterion.Fits, criterion.Note);
}

internal sealed record DecisionView(
    DecisionOutcome Outcome,
    string Reason,
    PanelView By,
    DateTimeOffset At,
    [property: Description("Of a rejection: who can be asked to review it, each another person than who decided. Null for any other decision.")] IReadOnlyList<PanelView>? ReviewedBy);

internal sealed record TermsView(long PriceInCents, bool HotelIncluded, VatTreatment Vat, IReadOnlyList<CancellationStep> Cancellation)
{
    public static TermsView Of(AgreedTerms terms) => new(terms.PriceInCents, terms.HotelIncluded, terms.Vat, terms.Cancellation);
}

internal sealed record NominatedView(
    string Employer,
    DateTimeOffset NominatedAt,
    [property: Description("Whether a place is held for the candidate, who succeeds somebody of the same employer.")] bool PlaceHeld,
    [property: Description("Until when a draft has to be handed in for that place.")] DateTimeOffset? HandInUntil);

/// <summary>An agreement as the candidate and those who decide read it; without what the invoice needs.</summary>
internal sealed record AgreementView(
    Guid AgreementId,
    AgreementStatus Status,
    string Employer,
    DateTimeOffset AskedAt,
    [property: Description("Until when it can be answered.")] DateTimeOffset ExpiresAt,
    string? ContactName,
    [property: Description("Where a link was mailed to: whoever reads mail there can have answered.")] string? ContactEmail,
    [property: Description("Whether the employer is notified; null once it isn't open any more. Where it isn't, an administrator appoints a contact; where a link can't be delivered, the candidate asks again and names another address.")]
    EmployerNotification? Notification,
    [property: Description("When it was answered, taken back, or expired.")] DateTimeOffset? SettledAt,
    [property: Description("Why it was refused.")] string? Reason,
    [property: Description("Who agreed for the employer.")] string? AgreedByName,
    [property: Description("In what function.")] string? AgreedByFunction,
    [property: Description("What was agreed to.")] TermsView? Terms)
{
    public static AgreementView Of(EmployerAgreement agreement) => new(
        agreement.Id,
        agreement.Status,
        agreement.EmployerName,
        agreement.AskedAt,
        agreement.ExpiresAt,
        agreement.ContactName,
        agreement.ContactEmail,
        agreement.IsAsked ? agreement.Notification : null,
        agreement.SettledAt,
        agreement.Reason,
        agreement.Invoice?.AgreedByName,
        agreement.Invoice?.AgreedByFunction,
        agreement.Terms is { } terms ? TermsView.Of(terms) : null);
}

internal static class ApplicationDetails
{
    /// <summary>The application as anybody reads it who may. Its judgements must have been loaded.</summary>
    public static Task<ApplicationDetail> DetailAsync(this IntakeDbContext db, Application application, DateOnly today, CancellationToken cancellationToken) =>
        db.DetailAsync(application, readerId: null, today, cancellationToken);

    /// <summary>The application as somebody reads it: with the judgement that is still theirs alone. Its judgements must have been loaded.</summary>
    public static async Task<ApplicationDetail> DetailAsync(this IntakeDbContext db, Application application, Guid? readerId, DateOnly today, CancellationToken cancellationToken)
    {
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var interview = await db.InterviewOfAsync(application, cancellationToken);
        var position = await db.WaitListPositionAsync(application, cancellationToken);
        var offer = await db.Offers.AsNoTracking().Where(o => o.ApplicationId == application.Id).OrderByDescending(o => o.Id).FirstOrDefaultAsync(cancellationToken);
        return new ApplicationDetail
        {
            Id = application.Id,
            EditionId = application.EditionId,
            EditionName = edition.Name,
            PersonId = application.PersonId,
            Version = application.Version,
            Status = application.Status,
            Awaits = application.Awaits,
            AwaitsSince = application.AwaitsSince,
            DisplayName = application.DisplayName,
            Name = NameContent.Of(application.Name),
            Employers = [.. application.Employers.Select(e => new EmployerView(e.OrganisationId, e.Name, e.From, e.Until))],
            Function = application.Function,
            Challenge = application.Challenge,
            LearningWishes = new LearningWishesContent { Cognitive = application.CognitiveWishes, Personal = application.PersonalWishes },
            Motivation = application.Motivation,
            Capacities = application.Capacities,
            InterviewNeeds = application.InterviewNeeds,
            StartedAt = application.StartedAt,
            SubmittedAt = application.SubmittedAt,
            MovedFromId = application.MovedFromId,
            Interview = interview,
            Judgements = [.. application.JudgementsThatCount.Where(judgement => application.IsReadable(judgement, readerId)).Select(JudgementView.Of)],
            ConflictsOfInterest = [.. application.Conflicts.Select(conflict => new ConflictView(conflict.PersonId, conflict.DisplayName, conflict.DeclaredAt))],
            Decision = application.Decision is { } decision
                ? new DecisionView(
                    decision.Outcome,
                    decision.Reason,
                    new PanelView(decision.ByName, decision.Part, decision.Deputy),
                    decision.At,
                    application.Status == ApplicationStatus.Rejected ? [.. edition.ReviewersOf(decision, today).Where(member => !application.HasConflict(member.PersonId)).Select(member => new PanelView(member.DisplayName, member.Part, member.Deputy))] : null)
                : null,
            Nomination = await db.NominatedAsync(application, cancellationToken),
            Agreement = application.Agreement is { } agreement ? AgreementView.Of(agreement) : null,
            WaitListPosition = position,
            Offer = offer is null ? null : OfferView.Of(offer),
            Terms = application.Terms is { } terms ? TermsView.Of(terms) : null,
            RetentionConsentAt = application.RetentionConsentAt,
            KeptUntil = application.KeptUntil(db.GetService<RetentionSettings>(), await db.TakenPartInAsync(application, edition, cancellationToken)),
            TextsRemovedAt = application.TextsRemovedAt,
        };
    }

    private static async Task<InterviewView?> InterviewOfAsync(this IntakeDbContext db, Application application, CancellationToken cancellationToken)
    {
        var heldId = application.Interview?.InterviewId;
        var interview = await db.Interviews.AsNoTracking().Where(i => i.ApplicationId == application.Id || i.Id == heldId)
            .OrderByDescending(i => i.Id == heldId).ThenByDescending(i => i.Status == InterviewStatus.Booked).ThenByDescending(i => i.StartsAt)
            .FirstOrDefaultAsync(cancellationToken);
        return interview is null ? null : InterviewView.Of(interview, application.Interview);
    }

    private static async Task<NominatedView?> NominatedAsync(this IntakeDbContext db, Application application, CancellationToken cancellationToken)
    {
        if (await db.Nominations.AsNoTracking().Where(n => n.ApplicationId == application.Id).OrderByDescending(n => n.Id).FirstOrDefaultAsync(cancellationToken) is not { } nomination)
        {
            return null;
        }

        var held = await db.PlacesHeldFor(application.Id, db.GetService<ProgrammeClock>().GetUtcNow()).AnyAsync(cancellationToken);
        return new NominatedView(nomination.EmployerName, nomination.NominatedAt, held, held && application.Status == ApplicationStatus.Draft ? nomination.ExpiresAt : null);
    }

    // After a transfer another one than was applied for (R16).
    private static async Task<Edition> TakenPartInAsync(this IntakeDbContext db, Application application, Edition edition, CancellationToken cancellationToken) =>
        application.Status == ApplicationStatus.Admitted
            && await db.Participations.Where(p => p.ApplicationId == application.Id).Select(p => (Guid?)p.EditionId).FirstOrDefaultAsync(cancellationToken) is { } other && other != edition.Id
            ? await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == other, cancellationToken) ?? edition
            : edition;

    private static async Task<int?> WaitListPositionAsync(this IntakeDbContext db, Application application, CancellationToken cancellationToken) =>
        application.WaitListNumber is { } number
            ? await db.Applications.CountAsync(a => a.EditionId == application.EditionId && a.WaitListNumber <= number, cancellationToken)
            : null;
}
