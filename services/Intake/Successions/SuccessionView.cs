using System.ComponentModel;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Successions;

/// <summary>A place that is or was held for an employer.</summary>
internal record SuccessionView
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required string EditionName { get; init; }

    [Description("The candidate who withdrew; null once their application is removed.")]
    public string? Withdrawn { get; init; }

    public required SuccessionState State { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    [Description("Until when a successor can be named: the end of a day in Europe/Amsterdam.")]
    public required DateTimeOffset NameUntil { get; init; }

    [Description("The nomination that the place is held for at this moment.")]
    public Guid? NominationId { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    [Description("Your agreement to the participation of the candidate who withdrew; null once their application is removed, and for the team.")]
    public Guid? AgreementId { get; init; }
}

/// <summary>The same as the team of the edition reads it.</summary>
internal sealed record HeldPlaceView : SuccessionView
{
    [Description("For whom it is held.")]
    public required string Employer { get; init; }

    [Description("Whether the employer is notified; null once the place isn't held any more. Where it isn't, an administrator appoints a contact, or the programme manager releases the place.")]
    public EmployerNotification? Notification { get; init; }

    [Description("The application of the successor, once it is handed in.")]
    public Guid? ApplicationId { get; init; }
}

internal static class SuccessionViews
{
    /// <summary>What an employer reaches: its own.</summary>
    public static IQueryable<Succession> HeldFor(this IntakeDbContext db, Caller caller)
    {
        var mine = caller.MyOrganisation();
        return db.Successions.Where(succession => succession.OrganisationId == mine);
    }

    public static IQueryable<HeldPlaceView> Viewed(this IQueryable<Succession> successions, IntakeDbContext db, DateTimeOffset now)
    {
        var alive = db.AliveNominations(now);
        return successions.AsNoTracking().Join(db.Editions, succession => succession.EditionId, edition => edition.Id, (succession, edition) => new HeldPlaceView
        {
            Id = succession.Id,
            EditionId = edition.Id,
            EditionName = edition.Name,
            Employer = succession.EmployerName,
            Withdrawn = db.Applications.Where(a => a.Id == succession.WithdrawnApplicationId).Select(a => a.DisplayName).FirstOrDefault(),
            State = succession.State,
            HeldAt = succession.HeldAt,
            NameUntil = succession.NameUntil,
            NominationId = succession.State != SuccessionState.Held ? null
                : alive.Where(n => n.SuccessionId == succession.Id).OrderByDescending(n => n.Id).Select(n => (Guid?)n.Id).FirstOrDefault(),
            Notification = succession.State != SuccessionState.Held ? null
                : db.Organisations.Any(organisation => organisation.Id == succession.OrganisationId && organisation.HasContact) ? EmployerNotification.Mailed
                : succession.OrganisationId != null || succession.ContactEmail == null ? EmployerNotification.NoContact
                : succession.Undeliverable ? EmployerNotification.Undeliverable : EmployerNotification.Mailed,
            ApplicationId = alive.Where(n => n.SuccessionId == succession.Id)
                .Join(db.Applications, n => n.ApplicationId, a => a.Id, (n, a) => a).Where(a => a.SubmittedAt != null).OrderByDescending(a => a.Id).Select(a => (Guid?)a.Id).FirstOrDefault(),
            ClosedAt = succession.ClosedAt,
        });
    }
}
