using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Scheduling.Interviews;

/// <summary>An interview.</summary>
/// <param name="Id">The id of the interview.</param>
/// <param name="Version">Increases with every change.</param>
/// <param name="EditionId">The edition.</param>
/// <param name="Kind">The kind of interview.</param>
/// <param name="ApplicationId">The application of an intake interview; otherwise null.</param>
/// <param name="ParticipationId">The participation of a development or final interview; otherwise null.</param>
/// <param name="PersonId">The candidate or participant.</param>
/// <param name="DisplayName">The name of the candidate or participant.</param>
/// <param name="StartsAt">The start, UTC.</param>
/// <param name="EndsAt">The end, UTC.</param>
/// <param name="Status">The status.</param>
/// <param name="Panel">The panel.</param>
internal sealed record InterviewDetail(
    Guid Id, long Version, Guid EditionId, InterviewKind Kind, Guid? ApplicationId, Guid? ParticipationId, Guid PersonId, string DisplayName,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, InterviewStatus Status, IReadOnlyList<PanelSeat> Panel) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static InterviewDetail Of(Interview interview) => new(
        interview.Id, interview.Version, interview.EditionId, interview.Kind, interview.ApplicationId, interview.ParticipationId, interview.PersonId,
        interview.DisplayName, interview.StartsAt, interview.EndsAt, interview.Status, interview.Panel);
}
