using Metropool.Assessment.Assessments;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Interviews;

/// <summary>An interview: its time, panel and status, without the feedback.</summary>
internal sealed record InterviewSummary
{
    /// <summary>The interview.</summary>
    public required Guid InterviewId { get; init; }

    /// <summary>Development or final.</summary>
    public required InterviewKind Kind { get; init; }

    /// <summary>The start, UTC.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>The end, UTC.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The status.</summary>
    public required InterviewStatus Status { get; init; }

    /// <summary>The panel.</summary>
    public required IReadOnlyList<PanelSeatDetail> Panel { get; init; }

    /// <summary>Since when it counts for the certificate, UTC: it was held and, for the final interview, both panel members have given feedback.</summary>
    public DateTimeOffset? CountsSince { get; init; }

    public static InterviewSummary Of(Interview interview, AssessmentFile file)
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
                ? [.. interview.Panel.Select(seat => new PanelSeatDetail(seat.DisplayName, seat.Role, seat.Deputy))]
                : [.. held.Panel.Select(seat => new PanelSeatDetail(seat.DisplayName, seat.Role, seat.Deputy))],
            CountsSince = held?.CountsSince,
        };
    }
}

/// <summary>A seat on a panel.</summary>
/// <param name="DisplayName">The display name.</param>
/// <param name="Role">The role in the education team.</param>
/// <param name="Deputy">Whether the panel member is a deputy.</param>
internal sealed record PanelSeatDetail(string DisplayName, TeamRole Role, bool Deputy);
