using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Agreements;

/// <summary>An agreement as the employer reads it: nothing of what the candidate wrote, of a judgement, or of the reason of a decision (R46).</summary>
internal sealed record AgreementDetail
{
    public required Guid Id { get; init; }

    [Description("The candidate: call name, prefix and surname.")]
    public required string Candidate { get; init; }

    [Description("The employer that is asked.")]
    public required string Employer { get; init; }

    public required Guid EditionId { get; init; }

    public required string EditionName { get; init; }

    [Description("The first day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")]
    public string? StartsOn { get; init; }

    [Description("The last day, as precisely as it is known: yyyy, yyyy-MM or yyyy-MM-dd.")]
    public string? EndsOn { get; init; }

    public required AgreementStatus Status { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    [Description("Until when it can be answered.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("When it was answered, or expired.")]
    public DateTimeOffset? SettledAt { get; init; }

    [Description("Why you refused.")]
    public string? Reason { get; init; }

    public required AskedTime Time { get; init; }

    [Description("What is agreed to beside the time: once granted as it was then, else as it is today. Null while no price is known.")]
    public TermsView? Terms { get; init; }

    [Description("The version of the terms of today, to be sent along when you agree.")]
    public required long TermsVersion { get; init; }

    [Description("What you gave when you agreed.")]
    public InvoiceView? Invoice { get; init; }

    [Description("Where the application stands.")]
    public required ApplicationStatus ApplicationStatus { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    [Description("When the intake interview was held.")]
    public DateTimeOffset? InterviewHeldAt { get; init; }

    [Description("When it was decided on last.")]
    public DateTimeOffset? DecidedAt { get; init; }

    [Description("The terms that were fixed at admission: what is invoiced. The price is never above the one that you agreed to. Null before.")]
    public TermsView? TermsAtAdmission { get; init; }

    [Description(ExternalReferences.Shown)]
    public string? ExternalReference { get; init; }

    [Description("The application that you are asked about.")]
    public required Guid ApplicationId { get; init; }

    [Description("Your nomination that goes with the application.")]
    public Guid? NominationId { get; init; }

    [Description("The participation that the admission led to, in Scheduling.")]
    public Guid? ParticipationId { get; init; }
}

/// <summary>The time that the programme takes, as the brochure states it, beside the module days.</summary>
/// <param name="StudyDaysAWeek">Days of study a week, about.</param>
/// <param name="InternshipWeeks">Weeks of internship, at least.</param>
/// <param name="InternshipHours">Hours of internship, at least.</param>
internal sealed record AskedTime(int StudyDaysAWeek, int InternshipWeeks, int InternshipHours)
{
    /// <summary>R8 and R25.</summary>
    public static AskedTime OfTheProgramme { get; } = new(1, 4, 160);
}

/// <summary>What the employer gave for the invoice.</summary>
internal sealed record InvoiceView(
    string? Oin, string? KvkNumber, string? CostCentre, string? PurchaseOrderNumber, string Recipient, string AddressLine, string PostalCode, string Place, string AgreedByName, string AgreedByFunction,
    [property: Description("The employer's own reference.")] string? ExternalReference)
{
    public static InvoiceView Of(InvoiceParticulars invoice, string? externalReference) => new(
        invoice.Oin,
        invoice.KvkNumber,
        invoice.CostCentre,
        invoice.PurchaseOrderNumber,
        invoice.Recipient,
        invoice.AddressLine,
        invoice.PostalCode,
        invoice.Place,
        invoice.AgreedByName,
        invoice.AgreedByFunction,
        externalReference);
}

internal static class GetAgreement
{
    public static async Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> HandleAsync(Guid id, Caller caller, IntakeDbContext db, ProgrammeClock clock, CancellationToken cancellationToken) =>
        await db.AgreementDetailAsync(id, db.AskedOf(caller, clock.Today), cancellationToken) is { } agreement ? TypedResults.Ok(agreement) : Refusals.AgreementUnknown.ToProblem();

    /// <summary>The agreement as the employer reads it, if it is among those that are reached.</summary>
    public static async Task<AgreementDetail?> AgreementDetailAsync(this IntakeDbContext db, Guid id, IQueryable<EmployerAgreement> reachable, CancellationToken cancellationToken)
    {
        if (await reachable.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } agreement)
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
            AskedAt = agreement.AskedAt,
            ExpiresAt = agreement.ExpiresAt,
            SettledAt = agreement.SettledAt,
            Reason = agreement.Reason,
            Time = AskedTime.OfTheProgramme,
            Terms = (agreement.Terms ?? terms.Agree(edition)) is { } agreed ? TermsView.Of(agreed) : null,
            TermsVersion = terms.Version,
            Invoice = agreement.Invoice is { } invoice ? InvoiceView.Of(invoice, agreement.ExternalReference) : null,
            ApplicationStatus = application.Status,
            SubmittedAt = application.SubmittedAt,
            InterviewHeldAt = application.Interview?.HeldAt,
            DecidedAt = application.Decision?.At,
            TermsAtAdmission = application is { Status: ApplicationStatus.Admitted, Terms: { } fixedTerms } ? TermsView.Of(fixedTerms) : null,
            ExternalReference = agreement.ExternalReference,
            ApplicationId = agreement.ApplicationId,
            NominationId = agreement.NominationId,
            ParticipationId = await db.Participations.Where(p => p.ApplicationId == agreement.ApplicationId)
                .Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancellationToken),
        };
    }
}
