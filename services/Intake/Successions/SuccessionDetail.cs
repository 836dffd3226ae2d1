using Metropool.Intake.Agreements;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

/// <summary>A place that is or was held for an employer.</summary>
internal record SuccessionDetail
{
    /// <summary>The id of the held place.</summary>
    public required Guid Id { get; init; }

    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The name of the edition.</summary>
    /// <example>Metropool 13</example>
    public required string EditionName { get; init; }

    /// <summary>The name of the candidate who withdrew; null after their application was removed.</summary>
    public string? Withdrawn { get; init; }

    /// <summary>The state of the held place.</summary>
    public required SuccessionState State { get; init; }

    /// <summary>Since when it is held.</summary>
    public required DateTimeOffset HeldAt { get; init; }

    /// <summary>Until when a successor can be nominated: the end of a day in Europe/Amsterdam.</summary>
    public required DateTimeOffset NominateUntil { get; init; }

    /// <summary>The nomination that the place is held for now.</summary>
    public Guid? NominationId { get; init; }

    /// <summary>When it was filled or released.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>
    /// Your agreement to the participation of the candidate who withdrew; null after their application was removed, and for the team.
    /// </summary>
    public Guid? AgreementId { get; init; }
}

/// <summary>A held place as the team of the edition reads it.</summary>
internal sealed record HeldPlaceDetail : SuccessionDetail
{
    /// <summary>The employer that the place is held for.</summary>
    public required string Employer { get; init; }

    /// <summary>
    /// Whether the employer is notified; null if the place isn't held any longer. If it isn't notified, an administrator adds a contact, or the programme
    /// manager releases the place.
    /// </summary>
    public EmployerNotification? Notification { get; init; }

    /// <summary>The application of the successor, after it was submitted.</summary>
    public Guid? ApplicationId { get; init; }
}

internal static class SuccessionDetails
{
    public static IQueryable<HeldPlaceDetail> ToDetails(this IQueryable<Succession> successions, IntakeDbContext db, DateTimeOffset now)
    {
        var active = db.ActiveNominations(now);
        var rows = successions.AsNoTracking()
            .Join(db.Editions, succession => succession.EditionId, edition => edition.Id, (succession, edition) => new { succession, edition });
        return rows.Select(row => new HeldPlaceDetail
        {
            Id = row.succession.Id,
            EditionId = row.edition.Id,
            EditionName = row.edition.Name,
            Employer = row.succession.EmployerName,
            Withdrawn = db.Applications.Where(a => a.Id == row.succession.WithdrawnApplicationId).Select(a => a.DisplayName).FirstOrDefault(),
            State = row.succession.State,
            HeldAt = row.succession.HeldAt,
            NominateUntil = row.succession.NominateUntil,
            NominationId = row.succession.State != SuccessionState.Held ? null
                : active.Where(n => n.SuccessionId == row.succession.Id).OrderByDescending(n => n.Id).Select(n => (Guid?)n.Id).FirstOrDefault(),
            Notification = row.succession.State != SuccessionState.Held ? null
                : db.Organisations.Any(o => o.Id == row.succession.OrganisationId && o.HasContact) ? EmployerNotification.Mailed
                : row.succession.OrganisationId != null || row.succession.ContactEmail == null ? EmployerNotification.NoContact
                : row.succession.Undeliverable ? EmployerNotification.Undeliverable : EmployerNotification.Mailed,
            ApplicationId = active.Where(n => n.SuccessionId == row.succession.Id)
                .Join(db.Applications, n => n.ApplicationId, a => a.Id, (n, a) => a)
                .Where(a => a.SubmittedAt != null).OrderByDescending(a => a.Id).Select(a => (Guid?)a.Id).FirstOrDefault(),
            ClosedAt = row.succession.ClosedAt,
        });
    }
}
