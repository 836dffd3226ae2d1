using Metropool.Contracts.Scheduling;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>A member of the education team.</summary>
/// <param name="DisplayName">The name.</param>
/// <param name="Role">The role.</param>
/// <param name="Deputy">Whether they stand in for the holder of the role (waarnemend).</param>
internal sealed record PanelMemberDetail(string DisplayName, TeamRole Role, bool Deputy)
{
    public static PanelMemberDetail Of(PanelSeat seat) => new(seat.DisplayName, seat.Role, seat.Deputy);

    public static PanelMemberDetail Of(TeamMember member) => new(member.DisplayName, member.Role, member.Deputy);
}

/// <summary>An intake interview.</summary>
/// <param name="InterviewId">The id of the interview.</param>
/// <param name="StartsAt">When it begins in the calendar.</param>
/// <param name="EndsAt">When it ends in the calendar.</param>
/// <param name="Status">The status.</param>
/// <param name="HeldAt">When it was held; null until then.</param>
/// <param name="Panel">The panel.</param>
internal sealed record InterviewDetail(
    Guid InterviewId,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    InterviewStatus Status,
    DateTimeOffset? HeldAt,
    IReadOnlyList<PanelMemberDetail> Panel)
{
    /// <param name="interview">The interview in the calendar.</param>
    /// <param name="held">The interview that was held. Intake owns that fact, and shows it before the calendar knows of it.</param>
    public static InterviewDetail Of(Interview interview, HeldInterview? held)
    {
        var known = held?.InterviewId == interview.Id ? held : null;
        var panel = known?.Panel ?? [.. interview.Panel.Select(PanelSeat.Of)];
        return new(
            interview.Id,
            interview.StartsAt,
            interview.EndsAt,
            known is null ? interview.Status : InterviewStatus.Held,
            known?.HeldAt,
            [.. panel.Select(PanelMemberDetail.Of).OrderBy(seat => seat.Role)]);
    }
}
