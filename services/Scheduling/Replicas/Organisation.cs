using Metropool.Contracts.Identity;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Scheduling.Replicas;

/// <summary>An organisation (a municipality) in Identity.</summary>
internal sealed class Organisation(Guid organisationId)
{
    public Guid OrganisationId { get; private init; } = organisationId;

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name in the form in which it is compared with a name that a candidate or team member entered.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Whether its contacts and clients get tokens.</summary>
    public bool Active { get; private set; } = true;

    /// <returns>False if a newer version is known.</returns>
    public bool Apply(OrganisationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Name, NameKey, Active) = (state.Version, state.Name, TextPolicy.ComparisonKey(state.Name), state.Active);
        return true;
    }
}

internal static class Organisations
{
    /// <summary>The organisation with this id; null if it is unknown or deactivated.</summary>
    public static Task<Organisation?> FindActiveOrganisationAsync(this SchedulingDbContext db, Guid organisationId, CancellationToken cancellationToken) =>
        db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.OrganisationId == organisationId && o.Active, cancellationToken);

    /// <summary>The active organisation with this name, regardless of case, width, composition and spaces; null if there is none.</summary>
    public static Task<Organisation?> FindOrganisationByNameAsync(this SchedulingDbContext db, string name, CancellationToken cancellationToken) =>
        db.FindOrganisationByKeyAsync(TextPolicy.ComparisonKey(name), cancellationToken);

    /// <summary>The active organisation whose name has this key; null if there is none.</summary>
    public static async Task<Organisation?> FindOrganisationByKeyAsync(this SchedulingDbContext db, string key, CancellationToken cancellationToken)
    {
        // Names are unique in Identity. While a name moves from one organisation to another, both may have it here for a moment: then neither matches.
        var named = await db.Organisations.AsNoTracking().Where(o => o.NameKey == key && o.Active)
            .OrderBy(o => o.OrganisationId).Take(2).ToListAsync(cancellationToken);
        return named is [var only] ? only : null;
    }
}

internal sealed class OrganisationConfiguration : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.HasKey(o => o.OrganisationId);
        builder.Property(o => o.Version).IsConcurrencyToken();
        builder.HasIndex(o => o.NameKey);
    }
}
