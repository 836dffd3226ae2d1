using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Intake.Applications;
using Metropool.Intake.Erasure;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Applies the state of an intake interview, and records what happened to it in the history of its application.</summary>
internal sealed class InterviewChangedConsumer(IntakeDbContext db) : IConsumer<InterviewChanged>
{
    public async Task Consume(ConsumeContext<InterviewChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        if (state is not { Kind: InterviewKind.Intake, ApplicationId: { } applicationId } || await db.IsErasedAsync(state.PersonId, token))
        {
            return;
        }

        state = await db.WithoutErasedAsync(state, token);
        var interview = await db.FindOrAddAsync(state.InterviewId, id => new Interview { Id = id }, token);
        var change = ChangeOf(interview, state);
        if (interview.Apply(state)
            && change is { } what
            && await db.Applications.WithParts().SingleOrDefaultAsync(a => a.Id == applicationId, token) is { } application)
        {
            application.ApplyInterviewChange(what, interview, state.OccurredAt);
        }

        await db.SaveChangesAsync(token);
    }

    // By comparison and not by the kind of change in the event: an earlier event may never have arrived, because a newer one overtook it.
    private static HistoryKind? ChangeOf(Interview known, InterviewChanged state) => state.Status switch
    {
        InterviewStatus.Booked when known.Version == 0 || known.Status != InterviewStatus.Booked => HistoryKind.InterviewBooked,
        InterviewStatus.Booked when state.StartsAt != known.StartsAt || state.EndsAt != known.EndsAt || !HaveSamePanel(known, state) =>
            HistoryKind.InterviewMoved,
        InterviewStatus.Cancelled when known.Status != InterviewStatus.Cancelled => HistoryKind.InterviewCancelled,
        InterviewStatus.Missed when known.Status != InterviewStatus.Missed => HistoryKind.InterviewMissed,
        _ => null,
    };

    private static bool HaveSamePanel(Interview known, InterviewChanged state) =>
        state.Panel.Select(member => (member.PersonId, member.Role)).ToHashSet().SetEquals(known.Panel.Select(member => (member.PersonId, member.Role)));
}
