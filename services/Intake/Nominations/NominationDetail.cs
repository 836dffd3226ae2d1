using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Nominations;

/// <summary>A nomination as the employer reads it. The decision on the application is for the candidate to share (R46).</summary>
internal sealed record NominationDetail
{
    /// <summary>The nomination.</summary>
    public required Guid Id { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The name of the edition.</summary>
    public required string EditionName { get; init; }

    /// <summary>The candidate: call name, prefix and surname, as you wrote them.</summary>
    public required string Candidate { get; init; }

    /// <summary>The candidate's function in your organisation.</summary>
    public string? Function { get; init; }

    /// <summary>The address that the link was mailed to; null once the nomination is no longer open.</summary>
    public string? Email { get; init; }

    /// <summary>
    /// The link can't be delivered, for instance because the address doesn't exist. Withdraw the nomination, and nominate with the right address.
    /// </summary>
    public required bool Undeliverable { get; init; }

    /// <summary>The place that is held for you, if the nomination is for one.</summary>
    public Guid? SuccessionId { get; init; }

    /// <summary>The status of the nomination.</summary>
    public required NominationStatus Status { get; init; }

    /// <summary>When you nominated the candidate.</summary>
    public required DateTimeOffset NominatedAt { get; init; }

    /// <summary>
    /// The end of the period in which the candidate can accept. After acceptance, for a held place: the end of the period in which the application must be
    /// submitted.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was accepted, declined or withdrawn, or when it expired.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Your own reference.</summary>
    public string? ExternalReference { get; init; }

    /// <summary>The agreement that the candidate requested from you. Null until then, and after a change of employer.</summary>
    public Guid? AgreementId { get; init; }

    /// <summary>The application that the nomination led to. Null until the candidate requests your agreement, and after a change of employer.</summary>
    public Guid? ApplicationId { get; init; }

    /// <summary>The participation after admission, in Scheduling.</summary>
    public Guid? ParticipationId { get; init; }
}

internal static class NominationQueries
{
    /// <summary>
    /// The nominations of an employer as it reads them. It learns the ids of the application and the participation only through agreements that are visible
    /// to it (R16, R46).
    /// </summary>
    public static IQueryable<NominationDetail> NominationDetails(this IntakeDbContext db, Caller caller, DateOnly today)
    {
        var agreements = db.AgreementsVisibleTo(caller, today);
        var rows = db.NominationsVisibleTo(caller).AsNoTracking()
            .Join(db.Editions, nomination => nomination.EditionId, edition => edition.Id, (nomination, edition) => new { nomination, edition });
        return rows.Select(row => new NominationDetail
        {
            Id = row.nomination.Id,
            EditionId = row.edition.Id,
            EditionName = row.edition.Name,
            Candidate = row.nomination.Name.CallName + (row.nomination.Name.Prefix == null ? " " : " " + row.nomination.Name.Prefix + " ")
                + row.nomination.Name.Surname,
            Function = row.nomination.Function,
            Email = row.nomination.Email,
            Undeliverable = row.nomination.Undeliverable,
            SuccessionId = row.nomination.SuccessionId,
            Status = row.nomination.Status,
            NominatedAt = row.nomination.NominatedAt,
            ExpiresAt = row.nomination.ExpiresAt,
            SettledAt = row.nomination.SettledAt,
            ExternalReference = row.nomination.ExternalReference,
            AgreementId = agreements.Where(a => a.ApplicationId == row.nomination.ApplicationId).OrderByDescending(a => a.Number)
                .Select(a => (Guid?)a.Id).FirstOrDefault(),
            ApplicationId = agreements.Any(a => a.ApplicationId == row.nomination.ApplicationId) ? row.nomination.ApplicationId : null,
            ParticipationId = agreements.Any(a => a.ApplicationId == row.nomination.ApplicationId)
                ? db.Participations.Where(p => p.ApplicationId == row.nomination.ApplicationId).Select(p => (Guid?)p.Id).FirstOrDefault()
                : null,
        });
    }
}
