using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Metropool.Intake.Applications;

internal static class ApplicationDetails
{
    /// <summary>The application as it is visible to all its readers. Its parts must be loaded.</summary>
    public static Task<ApplicationDetail> DetailAsync(
        this IntakeDbContext db, Application application, DateOnly today, CancellationToken cancellationToken) =>
        db.DetailAsync(application, readerId: null, today, cancellationToken);

    /// <summary>The application as it is visible to a reader, with their own separate judgement. Its parts must be loaded.</summary>
    public static async Task<ApplicationDetail> DetailAsync(
        this IntakeDbContext db, Application application, Guid? readerId, DateOnly today, CancellationToken cancellationToken)
    {
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var offer = await db.Offers.AsNoTracking().Where(o => o.ApplicationId == application.Id)
            .OrderByDescending(o => o.Id).FirstOrDefaultAsync(cancellationToken);
        return new ApplicationDetail
        {
            Id = application.Id,
            EditionId = application.EditionId,
            EditionName = edition.Name,
            PersonId = application.PersonId,
            Version = application.Version,
            Status = application.Status,
            NextStep = application.NextStep,
            WaitingSince = application.WaitingSince,
            DisplayName = application.DisplayName,
            Name = NameContent.Of(application.Name),
            Employers = [.. application.Employers.Ordered.Select(e => new EmployerDetail(e.OrganisationId, e.Name, e.From, e.Until))],
            Function = application.Function,
            Challenge = application.Challenge,
            LearningWishes = new LearningWishesContent { Cognitive = application.CognitiveWishes, Personal = application.PersonalWishes },
            Motivation = application.Motivation,
            Capacities = application.Capacities,
            InterviewNeeds = application.InterviewNeeds,
            StartedAt = application.StartedAt,
            SubmittedAt = application.SubmittedAt,
            MovedFromId = application.MovedFromId,
            Interview = await db.InterviewOfAsync(application, cancellationToken),
            Judgements =
            [
                .. application.EffectiveJudgements.Where(judgement => application.IsVisible(judgement, readerId)).Select(JudgementDetail.Of),
            ],
            ConflictsOfInterest =
            [
                .. application.Conflicts.Select(conflict => new ConflictDetail(conflict.PersonId, conflict.DisplayName, conflict.DeclaredAt)),
            ],
            Decision = DecisionDetail.Of(application, edition, today),
            Nomination = await db.NominationOfAsync(application, cancellationToken),
            Agreement = application.Agreement is { } agreement ? CandidateAgreementDetail.Of(agreement) : null,
            WaitListPosition = await db.WaitListPositionOfAsync(application, cancellationToken),
            Offer = offer is null ? null : OfferDetail.Of(offer),
            Terms = application.Terms is { } terms ? AgreedTermsDetail.Of(terms) : null,
            RetentionConsentAt = application.RetentionConsentAt,
            KeptUntil = application.KeptUntil(db.GetService<RetentionSettings>(), await db.CurrentEditionAsync(application, edition, cancellationToken)),
            TextsRemovedAt = application.TextsRemovedAt,
        };
    }

    private static async Task<InterviewDetail?> InterviewOfAsync(
        this IntakeDbContext db, Application application, CancellationToken cancellationToken)
    {
        var heldId = application.Interview?.InterviewId;
        var interview = await db.Interviews.AsNoTracking().Where(i => i.ApplicationId == application.Id || i.Id == heldId)
            .OrderByDescending(i => i.Id == heldId).ThenByDescending(i => i.Status == InterviewStatus.Booked).ThenByDescending(i => i.StartsAt)
            .FirstOrDefaultAsync(cancellationToken);
        return interview is null ? null : InterviewDetail.Of(interview, application.Interview);
    }

    private static async Task<LinkedNominationDetail?> NominationOfAsync(
        this IntakeDbContext db, Application application, CancellationToken cancellationToken)
    {
        var nomination = await db.Nominations.AsNoTracking().Where(n => n.ApplicationId == application.Id)
            .OrderByDescending(n => n.Id).FirstOrDefaultAsync(cancellationToken);
        if (nomination is null)
        {
            return null;
        }

        var held = await db.PlacesHeldFor(application.Id, db.GetService<ProgrammeClock>().GetUtcNow()).AnyAsync(cancellationToken);
        var submitUntil = held && application.Status == ApplicationStatus.Draft ? nomination.ExpiresAt : (DateTimeOffset?)null;
        return new LinkedNominationDetail(nomination.EmployerName, nomination.NominatedAt, held, submitUntil);
    }

    // The edition of the participation, which differs after a transfer (R16).
    private static async Task<Edition> CurrentEditionAsync(
        this IntakeDbContext db, Application application, Edition edition, CancellationToken cancellationToken)
    {
        var currentId = application.Status != ApplicationStatus.Admitted ? null
            : await db.Participations.Where(p => p.ApplicationId == application.Id).Select(p => (Guid?)p.EditionId).FirstOrDefaultAsync(cancellationToken);
        return currentId is null || currentId == edition.Id ? edition
            : await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == currentId, cancellationToken) ?? edition;
    }

    private static async Task<int?> WaitListPositionOfAsync(
        this IntakeDbContext db, Application application, CancellationToken cancellationToken) =>
        application.WaitListNumber is { } number
            ? await db.Applications.CountAsync(a => a.EditionId == application.EditionId && a.WaitListNumber <= number, cancellationToken)
            : null;
}
