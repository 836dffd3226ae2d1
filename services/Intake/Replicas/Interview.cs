using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Intake.Replicas;

/// <summary>The replica of an intake interview in the calendar, which Scheduling owns. Whether it was held is stored with the application.</summary>
internal sealed class Interview
{
    public required Guid Id { get; init; }

    public long Version { get; private set; }

    public Guid ApplicationId { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public InterviewStatus Status { get; private set; }

    public List<PanelMember> Panel { get; private set; } = [];

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(InterviewChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, ApplicationId, StartsAt, EndsAt, Status) = (state.Version, state.ApplicationId ?? Guid.Empty, state.StartsAt, state.EndsAt, state.Status);
        Panel.Clear();
        Panel.AddRange(state.Panel.Select(member => new PanelMember
        {
            PersonId = member.PersonId,
            DisplayName = member.DisplayName,
            Role = member.Role,
            Deputy = member.Deputy,
        }));
        return true;
    }
}

/// <summary>A member of the panel in the calendar.</summary>
internal sealed class PanelMember
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }
}

internal sealed class InterviewConfiguration : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> interview)
    {
        interview.ToTable("interviews");
        interview.Property(i => i.Version).IsConcurrencyToken();
        interview.HasIndex(i => i.ApplicationId);
        interview.OwnsMany(i => i.Panel, panel =>
        {
            panel.ToTable("interview_panel_members");
            panel.HasIndex(member => member.PersonId);
        });
    }
}
