using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Interviews;

/// <summary>An interview: when, with whom, and whether it was held. What was said is not in it.</summary>
internal sealed record InterviewView
{
    /// <summary>The interview.</summary>
    public required Guid InterviewId { get; init; }

    /// <summary>Development or final.</summary>
    public required InterviewKind Kind { get; init; }

    /// <summary>The start, UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The end, UTC.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Where it stands.</summary>
    public required InterviewStatus Status { get; init; }

    /// <summary>Who holds it.</summary>
    public required IReadOnlyList<PanelSeatView> Panel { get; init; }

    /// <summary>Since when it counts for the certificate, UTC: it was held, and of the final interview both have given their feedback.</summary>
    public DateTimeOffset? CountsSince { get; init; }

    public static InterviewView Of(Interview interview, AssessmentFile file)
    {
        var held = file.Held.FirstOrDefault(h => h.InterviewId == interview.Id);
        return new()
        {
            InterviewId = interview.Id,
            Kind = interview.Kind,
            StartsAt = held?.StartsAt ?? interview.StartsAt,
            EndsAt = interview.EndsAt,
            Status = held is null ? interview.Status : InterviewStatus.Held,
            Panel = held is null
                ? [.. interview.Panel.Select(seat => new PanelSeatView(seat.DisplayName, seat.Part, seat.Deputy))]
                : [.. held.Panel.Select(seat => new PanelSeatView(seat.DisplayName, seat.Part, seat.Deputy))],
            CountsSince = held?.CountsSince,
        };
    }
}

/// <summary>A seat in a panel.</summary>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Part">The part in the education team.</param>
/// <param name="Deputy">Whether they stand in for who holds the part.</param>
internal sealed record PanelSeatView(string DisplayName, TeamPart Part, bool Deputy);
