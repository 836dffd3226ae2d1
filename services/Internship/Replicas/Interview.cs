using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Replicas;

/// <summary>
/// The replica of a development or final interview: which trainer is booked for it. That trainer can read the participant's reflection until the interview
/// is held, and for at most 14 days after its end (R46). Scheduling owns it.
/// </summary>
internal sealed class Interview(Guid id)
{
    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public Guid ParticipationId { get; private set; }

    public InterviewStatus Status { get; private set; }

    /// <summary>The end, UTC.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    public List<Guid> Trainers { get; private set; } = [];

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(InterviewChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, ParticipationId, Status, EndsAt) = (state.Version, state.ParticipationId ?? Guid.Empty, state.Status, state.EndsAt);
        Trainers = [.. state.Panel.Where(member => member.Role == TeamRole.Trainer).Select(member => member.PersonId)];
        return true;
    }
}

internal sealed class InterviewConfiguration : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> builder)
    {
        builder.ToTable("interviews");
        builder.Property(interview => interview.Version).IsConcurrencyToken();
        builder.HasIndex(interview => interview.ParticipationId);
    }
}
