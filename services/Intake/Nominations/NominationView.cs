using System.ComponentModel;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>A nomination as the employer reads it. What became of the application is the candidate's to tell (R46).</summary>
internal sealed record NominationView
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required string EditionName { get; init; }

    [Description("The candidate: call name, prefix and surname, as you wrote them.")]
    public required string Candidate { get; init; }

    public string? Function { get; init; }

    [Description("Where the link was mailed to; null once it is answered or ended.")]
    public string? Email { get; init; }

    [Description("Whether the link couldn't be delivered, such as to an address that doesn't exist: withdraw the nomination, and nominate with the right one.")]
    public required bool Undeliverable { get; init; }

    [Description("The place that is held for you and that it is for.")]
    public Guid? SuccessionId { get; init; }

    public required NominationStatus Status { get; init; }

    public required DateTimeOffset NominatedAt { get; init; }

    [Description("Until when it can be taken up; once it is and a place is held for it, until when the application has to be handed in.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("When it was answered, taken back, or expired.")]
    public DateTimeOffset? SettledAt { get; init; }

    [Description(ExternalReferences.Shown)]
    public string? ExternalReference { get; init; }

    [Description("The agreement that the candidate asked you for. Null until the candidate asks, and after a change of employer.")]
    public Guid? AgreementId { get; init; }

    [Description("The application that the nomination led to. Null until the candidate asks for your agreement, and after a change of employer.")]
    public Guid? ApplicationId { get; init; }

    [Description("The participation that the admission led to.")]
    public Guid? ParticipationId { get; init; }
}

internal static class NominationViews
{
    /// <summary>What an employer reaches: its own.</summary>
    public static IQueryable<Nomination> NominatedBy(this IntakeDbContext db, Caller caller)
    {
        var mine = caller.MyOrganisation();
        return db.Nominations.Where(nomination => nomination.OrganisationId == mine);
    }

    /// <summary>The nominations of an employer as it reads them.</summary>
    public static IQueryable<NominationView> ViewedBy(this IntakeDbContext db, Caller caller, DateOnly today) =>
        db.NominatedBy(caller).Viewed(db, db.AskedOf(caller, today));

    /// <param name="nominations">The nominations.</param>
    /// <param name="db">The database.</param>
    /// <param name="reachable">The agreements that the employer reaches: through them alone it learns the ids of what a nomination led to (R16, R46).</param>
    public static IQueryable<NominationView> Viewed(
        this IQueryable<Nomination> nominations, IntakeDbContext db, IQueryable<EmployerAgreement> reachable) => nominations.AsNoTracking()
        .Join(db.Editions, nomination => nomination.EditionId, edition => edition.Id, (nomination, edition) => new NominationView
        {
            Id = nomination.Id,
            EditionId = edition.Id,
            EditionName = edition.Name,
            Candidate = nomination.Name.CallName + (nomination.Name.Prefix == null ? " " : " " + nomination.Name.Prefix + " ") + nomination.Name.Surname,
            Function = nomination.Function,
            Email = nomination.Email,
            Undeliverable = nomination.Undeliverable,
            SuccessionId = nomination.SuccessionId,
            Status = nomination.Status,
            NominatedAt = nomination.NominatedAt,
            ExpiresAt = nomination.ExpiresAt,
            SettledAt = nomination.SettledAt,
            ExternalReference = nomination.ExternalReference,
            AgreementId = reachable.Where(a => a.ApplicationId == nomination.ApplicationId).OrderByDescending(a => a.Number)
                .Select(a => (Guid?)a.Id).FirstOrDefault(),
            ApplicationId = reachable.Any(a => a.ApplicationId == nomination.ApplicationId) ? nomination.ApplicationId : null,
            ParticipationId = reachable.Any(a => a.ApplicationId == nomination.ApplicationId)
                ? db.Participations.Where(p => p.ApplicationId == nomination.ApplicationId).Select(p => (Guid?)p.Id).FirstOrDefault()
                : null,
        });
}
