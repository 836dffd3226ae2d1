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

    /// <returns>False when it was known in a newer state.</returns>
    public bool Apply(OrganisationRegistered registered)
    {
        if (registered.Version <= Version)
        {
            return false;
        }

        (Version, Name, NameKey, Active) = (registered.Version, registered.Name, TextPolicy.ComparisonKey(registered.Name), registered.Active);
        return true;
    }
}

internal static class OrganisationNames
{
    /// <summary>The active organisation with this name, whatever its case, width, composition and spaces; null where there is none.</summary>
    public static async Task<Organisation?> OrganisationNamedAsync(this SchedulingDbContext db, string name, CancellationToken cancellationToken)
    {
        // Names are unique in Identity. While a name moves from one organisation to another, both can have it here for a moment: then neither is meant.
        var key = TextPolicy.ComparisonKey(name);
        var named = await db.Organisations.AsNoTracking().Where(o => o.NameKey == key && o.Active)
            .OrderBy(o => o.OrganisationId).Take(2).ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }
}
