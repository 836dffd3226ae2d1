using System.ComponentModel;
using Metropool.Http;
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
}

internal static class NominationViews
{
    /// <summary>What an employer reaches: its own.</summary>
    public static IQueryable<Nomination> NominatedBy(this IntakeDbContext db, Caller caller)
    {
        var mine = caller.MyOrganisation();
        return db.Nominations.Where(nomination => nomination.OrganisationId == mine);
    }

    public static IQueryable<NominationView> Viewed(this IQueryable<Nomination> nominations, IntakeDbContext db) => nominations.AsNoTracking()
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
        });
}
