using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Replicas;

/// <summary>The replica of an edition, which Scheduling owns.</summary>
internal sealed class Edition
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public string Name { get; private set; } = "";

    public EditionStatus Status { get; private set; }

    /// <summary>In Europe/Amsterdam.</summary>
    public List<DateOnly> IntakeDays { get; private set; } = [];

    public PartialDate? StartsOn { get; private set; }

    public PartialDate? EndsOn { get; private set; }

    /// <summary>The price that the programme states, in euro cents; null if it states none.</summary>
    public long? StatedPriceInCents { get; private set; }

    public List<TeamMember> Team { get; private set; } = [];

    /// <summary>Whether others than the team can see it.</summary>
    public bool IsPublic => Status is EditionStatus.Open or EditionStatus.Released or EditionStatus.Cancelled;

    /// <summary>Whether candidates can be admitted: it is open or released.</summary>
    public bool IsOpen => Status is EditionStatus.Open or EditionStatus.Released;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(EditionChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Name, Status) = (state.Version, state.Name, state.Status);
        (StartsOn, EndsOn, StatedPriceInCents) = (state.StartsOn, state.EndsOn, state.StatedPriceInCents);
        IntakeDays = [.. state.IntakeDays];
        Team.Clear();
        Team.AddRange(state.Team.Select(member => new TeamMember
        {
            PersonId = member.PersonId,
            DisplayName = member.DisplayName,
            Role = member.Role,
            Deputy = member.Deputy,
            From = member.From,
            Until = member.Until,
        }));
        return true;
    }

    /// <summary>Whether it accepts applications: it is open or released, and its first day hasn't come.</summary>
    public bool AcceptsApplications(DateOnly today) => IsOpen && CanStillBegin(StartsOn, today);

    /// <summary>Whether a first day hasn't come, or is unknown.</summary>
    public static bool CanStillBegin(PartialDate? startsOn, DateOnly today) => startsOn is not { } start || today < start.Latest;

    /// <summary>Whether its first day is known, and is in the future.</summary>
    public bool HasNotBegun(DateOnly today) => StartsOn is { } start && today < start.Earliest;

    /// <summary>The roles of a person in the team on a day, as holder or deputy (R5).</summary>
    public IEnumerable<TeamMember> RolesOf(Guid personId, DateOnly today) =>
        Team.Where(member => member.PersonId == personId && member.IsActiveOn(today));
}

/// <summary>A role of a person in the education team of an edition.</summary>
internal sealed class TeamMember
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }

    public bool IsActiveOn(DateOnly day) => From <= day && (Until is null || Until >= day);
}

internal sealed class EditionConfiguration : IEntityTypeConfiguration<Edition>
{
    public void Configure(EntityTypeBuilder<Edition> edition)
    {
        edition.ToTable("editions");
        edition.Property(e => e.Version).IsConcurrencyToken();
        edition.OwnsMany(e => e.Team, team =>
        {
            team.ToTable("edition_team_members");
            team.HasIndex(member => member.PersonId);
        });
    }
}
