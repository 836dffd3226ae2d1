using MassTransit;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Internship.Copies;
using Metropool.Internship.Internships;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Consumers;

/// <summary>Opens an internship file for every participation, and follows it to another edition, to a pause and to its end.</summary>
internal sealed class ParticipationChangedConsumer(InternshipDbContext db, ProgrammeClock clock) : IConsumer<ParticipationChanged>
{
    public async Task Consume(ConsumeContext<ParticipationChanged> context)
    {
        var changed = context.Message;
        var participation = await db.Participations.AsSplitQuery().SingleOrDefaultAsync(p => p.Id == changed.ParticipationId, context.CancellationToken);
        if (participation is null)
        {
            participation = Participation.From(changed);
            var (file, opened) = InternshipFile.Open(participation, clock.GetUtcNow());
            db.AddRange(participation, file);
            await context.PublishState(opened);
        }
        else if (participation.Apply(changed))
        {
            var file = await db.Internships.SingleAsync(f => f.ParticipationId == participation.Id, context.CancellationToken);
            if (file.Follow(participation, clock.GetUtcNow()) is { } followed)
            {
                await context.PublishState(followed);
            }
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
