using MassTransit;
using Metropool.Contracts.Assessment;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Consumers;

/// <summary>Learns that the internship was taken over into the final assessment (R31), and which interviews were held (R46).</summary>
internal sealed class AssessmentChangedConsumer(InternshipDbContext db) : IConsumer<AssessmentChanged>
{
    public async Task Consume(ConsumeContext<AssessmentChanged> context)
    {
        var message = context.Message;
        if (await db.Assessments.SingleOrDefaultAsync(copy => copy.Id == message.AssessmentId, context.CancellationToken) is { } known)
        {
            known.Apply(message);
        }
        else
        {
            db.Add(Copies.Assessment.From(message));
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
