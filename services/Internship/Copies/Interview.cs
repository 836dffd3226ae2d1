using Metropool.Contracts.Scheduling;

namespace Metropool.Internship.Copies;

/// <summary>
/// What Internship knows of an interview with a participant: which trainer is booked for it. Until it is held, and 14 days after it at most,
/// that trainer reads the participant's reflection (R46). Scheduling owns it.
/// </summary>
internal sealed class Interview
{
    private Interview()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public Guid ParticipationId { get; private set; }

    public InterviewStatus Status { get; private set; }

    /// <summary>The end, UTC.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    public List<Guid> Trainers { get; private set; } = [];

    public static Interview From(InterviewChanged changed)
    {
        var interview = new Interview { Id = changed.InterviewId };
        interview.Apply(changed);
        return interview;
    }

    /// <summary>Takes over a state, unless a newer one is known.</summary>
    public bool Apply(InterviewChanged changed)
    {
        if (changed.Version < Version)
        {
            return false;
        }

        (Version, ParticipationId, Status, EndsAt) = (changed.Version, changed.ParticipationId ?? Guid.Empty, changed.Status, changed.EndsAt);
        Trainers = [.. changed.Panel.Where(member => member.Part == TeamPart.Trainer).Select(member => member.PersonId)];
        return true;
    }
}
