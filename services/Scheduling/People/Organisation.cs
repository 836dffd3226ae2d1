using Metropool.Contracts.Identity;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.People;

/// <summary>A copy of what Identity says of a municipality.</summary>
internal sealed class Organisation(Guid organisationId)
{
    public Guid OrganisationId { get; private init; } = organisationId;

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The form of the name in which it is compared with a typed name.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Whether its contacts and clients get tokens.</summary>
    public bool Active { get; private set; } = true;

    /// <summary>Takes over a state, unless a newer one is known. The same version again is an announcement: it sets what an upgrade couldn't compute.</summary>
    public void Apply(OrganisationRegistered registered)
    {
        if (registered.Version >= Version)
        {
            (Version, Name, NameKey, Active) = (registered.Version, registered.Name, TextPolicy.ComparisonKey(registered.Name), registered.Active);
        }
    }
}

internal static class OrganisationQueries
{
    /// <summary>The organisation with this id; null where it is unknown or deactivated.</summary>
    public static Task<Organisation?> ActiveOrganisationAsync(this SchedulingDbContext db, Guid organisationId, CancellationToken cancellationToken) =>
        db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == organisationId && o.Active, cancellationToken);

    /// <summary>The active organisation with this name, whatever its case, width, composition and spaces; null where there is none.</summary>
    public static Task<Organisation?> OrganisationNamedAsync(this SchedulingDbContext db, string name, CancellationToken cancellationToken) =>
        db.OrganisationWithKeyAsync(TextPolicy.ComparisonKey(name), cancellationToken);

    /// <summary>The active organisation whose name has this key; null where there is none.</summary>
    public static async Task<Organisation?> OrganisationWithKeyAsync(this SchedulingDbContext db, string key, CancellationToken cancellationToken)
    {
        // Names are unique in Identity. While a name moves from one organisation to another, both can have it here for a moment: then neither is meant.
        var named = await db.Organisations.AsNoTracking().Where(o => o.NameKey == key && o.Active)
            .OrderBy(o => o.OrganisationId).Take(2).ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }
}
