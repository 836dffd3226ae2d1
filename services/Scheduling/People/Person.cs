using Metropool.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.People;

/// <summary>A copy of what Identity says of a person: the name, and whether they may have a part in a team.</summary>
internal sealed class Person(Guid personId)
{
    public Guid PersonId { get; private init; } = personId;

    /// <summary>The version of <see cref="PersonRegistered"/>; 0 while the person is known by other events alone.</summary>
    public long Version { get; private set; }

    /// <summary>The version of <see cref="StaffAppointed"/>; 0 where it never came.</summary>
    public long StaffVersion { get; private set; }

    public string DisplayName { get; private set; } = "";

    public bool IsStaff { get; private set; }

    /// <returns>Whether the name changed; false also when it was known in a newer state.</returns>
    public bool Apply(PersonRegistered registered)
    {
        if (registered.Version <= Version)
        {
            return false;
        }

        Version = registered.Version;
        var renamed = DisplayName != registered.DisplayName;
        DisplayName = registered.DisplayName;
        return renamed;
    }

    /// <returns>False when it was known in a newer state.</returns>
    public bool Apply(StaffAppointed appointed)
    {
        if (appointed.Version <= StaffVersion)
        {
            return false;
        }

        (StaffVersion, IsStaff) = (appointed.Version, appointed.Active);
        if (Version == 0)
        {
            DisplayName = appointed.DisplayName;
        }

        return true;
    }
}

internal static class PersonNames
{
    /// <summary>The name of a person as Identity has it; null where it isn't known yet.</summary>
    public static Task<string?> NameOfAsync(this SchedulingDbContext db, Guid personId, CancellationToken cancellationToken) =>
        db.People.Where(p => p.PersonId == personId && p.DisplayName != "").Select(p => p.DisplayName).SingleOrDefaultAsync(cancellationToken);
}
