using Metropool.Assessment.Interviews;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Assessment.Replicas;

/// <summary>The replica of a booked development or final interview. Scheduling owns it. <see cref="HeldInterview"/> records that it was held.</summary>
internal sealed class Interview(Guid id, Guid fileId)
{
    private readonly List<PanelSeat> _panel = [];

    public Guid Id { get; private init; } = id;

    public Guid FileId { get; private init; } = fileId;

    public long Version { get; private set; }

    public InterviewKind Kind { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public InterviewStatus Status { get; private set; }

    public IReadOnlyList<PanelSeat> Panel => _panel;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(InterviewChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, Kind, StartsAt, EndsAt, Status) = (state.Version, state.Kind, state.StartsAt, state.EndsAt, state.Status);
        _panel.Clear();
        _panel.AddRange(state.Panel.Select(member => new PanelSeat
        {
            PersonId = member.PersonId,
            DisplayName = member.DisplayName,
            Role = member.Role,
            Deputy = member.Deputy,
        }));
        return true;
    }
}

/// <summary>A seat on the panel of a booked interview.</summary>
internal sealed class PanelSeat
{
    public required Guid PersonId { get; init; }

    public required string DisplayName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }
}

internal sealed class InterviewConfiguration : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> builder)
    {
        builder.ToTable("interviews");
        builder.Property(interview => interview.Id).ValueGeneratedNever();
        builder.Property(interview => interview.Version).IsConcurrencyToken();
        builder.OwnsMany(interview => interview.Panel, seat =>
        {
            seat.ToTable("panel_seats");
            seat.HasIndex(s => s.PersonId);
        });
    }
}
