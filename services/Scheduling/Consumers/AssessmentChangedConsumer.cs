using MassTransit;
using Metropool.Contracts.Assessment;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.People;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Takes over from Assessment which interviews were held (R36, R37), and that a participation is completed by its certificate (R16).</summary>
internal sealed class AssessmentChangedConsumer(SchedulingDbContext db) : IConsumer<AssessmentChanged>
{
    public async Task Consume(ConsumeContext<AssessmentChanged> context)
    {
        var (changed, cancellationToken) = (context.Message, context.CancellationToken);
        var assessment = await db.Assessments.FindAsync([changed.ParticipationId], cancellationToken);
        if (assessment is null)
        {
            db.Assessments.Add(assessment = new Assessment(changed.ParticipationId));
        }

        if (!assessment.Apply(changed))
        {
            return;
        }

        var held = changed.InterviewsHeld;
        foreach (var interview in await db.Interviews.Where(i => held.Contains(i.Id) && i.ParticipationId == changed.ParticipationId).OrderBy(i => i.Id).ToListAsync(cancellationToken))
        {
            if (interview.TakeOverHeld(changed.OccurredAt) is { } state)
            {
                await context.Publish(state, cancellationToken);
            }
        }

        var participation = await ParticipationQueries.Whole(db).SingleOrDefaultAsync(p => p.Id == changed.ParticipationId, cancellationToken);
        if (participation?.TakeOverCertificate(assessment.CertifiedAt is not null, assessment.CertifiedAt ?? changed.OccurredAt) is { } completed)
        {
            await context.Publish(completed, completed.GetType(), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
