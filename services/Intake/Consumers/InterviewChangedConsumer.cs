using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Erasure;
using Metropool.Intake.Interviews;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Keeps the copy of an intake interview, and writes what happens to it in the history of its application.</summary>
internal sealed class InterviewChangedConsumer(IntakeDbContext db) : IConsumer<InterviewChanged>
{
    public async Task Consume(ConsumeContext<InterviewChanged> context)
    {
        var state = context.Message;
        if (state is not { Kind: InterviewKind.Intake, ApplicationId: { } applicationId })
        {
            return;
        }

        if (await db.IsErasedAsync(state.PersonId, context.CancellationToken))
        {
            return;
        }

        state = await db.WithoutErasedAsync(state, context.CancellationToken);
        var interview = await db.Interviews.SingleOrDefaultAsync(i => i.Id == state.InterviewId, context.CancellationToken);
        if (interview is null)
        {
            interview = new Interview { Id = state.InterviewId };
            db.Add(interview);
        }

        if (interview.Apply(state, applicationId) is { } what
            && await db.Applications.Include(a => a.Judgements).SingleOrDefaultAsync(a => a.Id == applicationId, context.CancellationToken) is { } application)
        {
            application.NoteCalendar(what, interview, state.OccurredAt);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
