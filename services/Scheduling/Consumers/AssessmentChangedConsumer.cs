using MassTransit;
using Metropool.Contracts.Assessment;
using Metropool.Hosting;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Applies an assessment: the interviews that were held (R36, R37), and the certificate that completes a participation (R16).</summary>
internal sealed class AssessmentChangedConsumer(SchedulingDbContext db) : IConsumer<AssessmentChanged>
{
    public async Task Consume(ConsumeContext<AssessmentChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var assessment = await db.FindOrAddAsync(state.ParticipationId, id => new Assessment(id), cancellationToken);
        if (!assessment.Apply(state))
        {
            return;
        }

        var interviews = await db.Interviews.Where(i => state.InterviewsHeld.Contains(i.Id) && i.ParticipationId == state.ParticipationId)
            .OrderBy(i => i.Id).ToListAsync(cancellationToken);
        foreach (var interview in interviews)
        {
            if (interview.RecordHeld(state.OccurredAt) is { } held)
            {
                await context.Publish(held, cancellationToken);
            }
        }

        var participation = await db.Participations.WithParts().SingleOrDefaultAsync(p => p.Id == state.ParticipationId, cancellationToken);
        if (participation?.RecordCertificate(assessment.CertifiedAt is not null, assessment.CertifiedAt ?? state.OccurredAt) is { } changed)
        {
            await context.Publish(changed, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
