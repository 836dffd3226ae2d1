using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>
/// An agreement as the employer reads it. It contains no text of the candidate, no judgement, and no reason of a decision (R46).
/// </summary>
internal sealed record AgreementDetail
{
    /// <summary>The agreement.</summary>
    public required Guid Id { get; init; }

    /// <summary>The candidate: call name, prefix and surname.</summary>
    public required string Candidate { get; init; }

    /// <summary>The employer.</summary>
    public required string Employer { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The name of the edition.</summary>
    public required string EditionName { get; init; }

    /// <summary>The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string? StartsOn { get; init; }

    /// <summary>The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string? EndsOn { get; init; }

    /// <summary>The status of the agreement.</summary>
    public required AgreementStatus Status { get; init; }

    /// <summary>When it was last requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The end of the period in which you can respond.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When you responded, or when the request expired.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The reason of your refusal.</summary>
    public string? Reason { get; init; }

    /// <summary>The time that you agree to.</summary>
    public required RequiredTime Time { get; init; }

    /// <summary>The other terms that you agree to: today's, or those of your agreement once you have granted it. Null while no price is known.</summary>
    public AgreedTermsDetail? Terms { get; init; }

    /// <summary>The version of today's terms. Send it with your agreement.</summary>
    public required long TermsVersion { get; init; }

    /// <summary>The invoice details that you gave with your agreement.</summary>
    public InvoiceDetail? Invoice { get; init; }

    /// <summary>The status of the application.</summary>
    public required ApplicationStatus ApplicationStatus { get; init; }

    /// <summary>When the application was submitted.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When the intake interview was held.</summary>
    public DateTimeOffset? InterviewHeldAt { get; init; }

    /// <summary>When the last decision was taken.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>
    /// The terms that were fixed at admission, for the invoice. The price is never above the one that you agreed to. Null before the admission.
    /// </summary>
    public AgreedTermsDetail? TermsAtAdmission { get; init; }

    /// <summary>Your own reference.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>The application.</summary>
    public required Guid ApplicationId { get; init; }

    /// <summary>Your nomination that the application came from.</summary>
    public Guid? NominationId { get; init; }

    /// <summary>The participation after admission, in Scheduling.</summary>
    public Guid? ParticipationId { get; init; }
}

/// <summary>The time that the programme takes, according to the brochure, in addition to the module days.</summary>
internal sealed record RequiredTime
{
    /// <summary>The time of the current programme (R8, R25).</summary>
    public static RequiredTime Programme { get; } = new() { StudyDaysAWeek = 1, InternshipWeeks = 4, InternshipHours = 160 };

    /// <summary>Days of study a week, on average.</summary>
    public required int StudyDaysAWeek { get; init; }

    /// <summary>Weeks of internship, at least.</summary>
    public required int InternshipWeeks { get; init; }

    /// <summary>Hours of internship, at least.</summary>
    public required int InternshipHours { get; init; }
}

internal static class GetAgreement
{
    public static async Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.AgreementDetailAsync(id, db.AgreementsVisibleTo(caller, clock.Today), cancellationToken) is { } agreement
            ? TypedResults.Ok(agreement)
            : Refusals.AgreementUnknown.ToProblem();

    /// <summary>The agreement as the employer reads it; null where it is not visible.</summary>
    public static async Task<AgreementDetail?> AgreementDetailAsync(
        this IntakeDbContext db, Guid id, IQueryable<EmployerAgreement> visible, CancellationToken cancellationToken)
    {
        if (await visible.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } agreement)
        {
            return null;
        }

        var application = await db.Applications.AsNoTracking().Where(a => a.Id == agreement.ApplicationId)
            .Select(a => new { a.EditionId, a.DisplayName, a.Status, a.SubmittedAt, a.Interview, a.Decision, a.Terms }).SingleAsync(cancellationToken);
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == application.EditionId, cancellationToken);
        var terms = await db.EditionTerms.AsNoTracking().SingleAsync(t => t.EditionId == edition.Id, cancellationToken);
        return new AgreementDetail
        {
            Id = agreement.Id,
            Candidate = application.DisplayName,
            Employer = agreement.EmployerName,
            EditionId = edition.Id,
            EditionName = edition.Name,
            StartsOn = edition.StartsOn?.ToString(),
            EndsOn = edition.EndsOn?.ToString(),
            Status = agreement.Status,
            RequestedAt = agreement.RequestedAt,
            ExpiresAt = agreement.ExpiresAt,
            SettledAt = agreement.SettledAt,
            Reason = agreement.Reason,
            Time = RequiredTime.Programme,
            Terms = (agreement.Terms ?? terms.TermsFor(edition)) is { } agreed ? AgreedTermsDetail.Of(agreed) : null,
            TermsVersion = terms.Version,
            Invoice = agreement.Invoice is { } invoice ? InvoiceDetail.Of(invoice, agreement.ExternalReference) : null,
            ApplicationStatus = application.Status,
            SubmittedAt = application.SubmittedAt,
            InterviewHeldAt = application.Interview?.HeldAt,
            DecidedAt = application.Decision?.At,
            TermsAtAdmission = application is { Status: ApplicationStatus.Admitted, Terms: { } fixedTerms } ? AgreedTermsDetail.Of(fixedTerms) : null,
            ExternalReference = agreement.ExternalReference,
            ApplicationId = agreement.ApplicationId,
            NominationId = agreement.NominationId,
            ParticipationId = await db.Participations.Where(p => p.ApplicationId == agreement.ApplicationId)
                .Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancellationToken),
        };
    }
}
