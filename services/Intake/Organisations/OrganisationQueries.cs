using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

internal static class OrganisationQueries
{
    /// <summary>The organisation with this id; null where it is unknown or deactivated.</summary>
    public static Task<Organisation?> ActiveOrganisationAsync(this IntakeDbContext db, Guid organisationId, CancellationToken cancellationToken) =>
        db.Organisations.AsNoTracking().SingleOrDefaultAsync(organisation => organisation.Id == organisationId && organisation.Active, cancellationToken);

    /// <summary>The active organisation with this name, whatever its case, width, composition and spaces; null where there is none.</summary>
    public static async Task<Organisation?> OrganisationNamedAsync(this IntakeDbContext db, string? name, CancellationToken cancellationToken) =>
        name is null ? null : await db.OrganisationWithKeyAsync(TextPolicy.ComparisonKey(name), cancellationToken);

    /// <summary>The active organisation whose name has this key; null where there is none.</summary>
    public static async Task<Organisation?> OrganisationWithKeyAsync(this IntakeDbContext db, string key, CancellationToken cancellationToken)
    {
        // Names are unique in Identity. While a name moves from one organisation to another, both can have it here for a moment: then neither is meant.
        var named = await db.Organisations.AsNoTracking().Where(organisation => organisation.NameKey == key && organisation.Active)
            .OrderBy(organisation => organisation.Id).Take(2).ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }

    /// <summary>Whether an organisation has a contact who is notified; false for an employer without an account here.</summary>
    public static async Task<bool> HasContactAsync(this IntakeDbContext db, Guid? organisationId, CancellationToken cancellationToken) =>
        organisationId is { } id
        && await db.Organisations.AnyAsync(organisation => organisation.Id == id && organisation.HasContact, cancellationToken);

    /// <summary>
    /// Keeps what is known of an organisation as it is, until the end of the transaction. Before the lock of an application: a change of the organisation
    /// takes its locks in that order.
    /// </summary>
    public static Task HoldOrganisationAsync(this IntakeDbContext db, Guid? organisationId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM organisations WHERE id = {organisationId} FOR SHARE", cancellationToken);
}
