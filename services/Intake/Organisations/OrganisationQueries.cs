using Metropool.Http;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

internal static class OrganisationQueries
{
    /// <summary>The organisation with this id; null if it is unknown or inactive.</summary>
    public static Task<Organisation?> ActiveOrganisationAsync(this IntakeDbContext db, Guid organisationId, CancellationToken cancellationToken) =>
        db.Organisations.AsNoTracking().SingleOrDefaultAsync(organisation => organisation.Id == organisationId && organisation.Active, cancellationToken);

    /// <summary>The active organisation with this name, without regard to case, width, composition and spaces; null if none has it.</summary>
    public static async Task<Organisation?> OrganisationNamedAsync(this IntakeDbContext db, string? name, CancellationToken cancellationToken) =>
        name is null ? null : await db.OrganisationWithKeyAsync(TextPolicy.ComparisonKey(name), cancellationToken);

    /// <summary>The active organisation whose name has this key; null if none has it.</summary>
    public static async Task<Organisation?> OrganisationWithKeyAsync(this IntakeDbContext db, string key, CancellationToken cancellationToken)
    {
        // Names are unique in Identity. While a name moves to another organisation, both can have it here for a moment: then neither matches.
        var named = await db.Organisations.AsNoTracking().Where(organisation => organisation.NameKey == key && organisation.Active)
            .OrderBy(organisation => organisation.Id).Take(2).ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }

    /// <summary>Whether an organisation has a contact who is notified; false for an employer without an account.</summary>
    public static async Task<bool> HasContactAsync(this IntakeDbContext db, Guid? organisationId, CancellationToken cancellationToken) =>
        organisationId is { } id
        && await db.Organisations.AnyAsync(organisation => organisation.Id == id && organisation.HasContact, cancellationToken);

    /// <summary>
    /// Locks an organisation against changes until the end of the transaction. Call it before an application is locked: a change of the organisation takes its
    /// locks in that order.
    /// </summary>
    public static Task LockOrganisationAsync(this IntakeDbContext db, Guid? organisationId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM organisations WHERE id = {organisationId} FOR SHARE", cancellationToken);
}
