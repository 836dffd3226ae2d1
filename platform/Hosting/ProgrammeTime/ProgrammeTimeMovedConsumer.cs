using MassTransit;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Hosting.ProgrammeTime;

/// <summary>Stores the offset of programme time that Scheduling publishes.</summary>
internal sealed class ProgrammeTimeMovedConsumer<TDbContext>(TDbContext db) : IConsumer<ProgrammeTimeMoved>
    where TDbContext : DbContext
{
    public async Task Consume(ConsumeContext<ProgrammeTimeMoved> context)
    {
        var moved = context.Message;
        var state = await db.Set<ProgrammeTimeState>().SingleOrDefaultAsync(s => s.ClockId == moved.ClockId, context.CancellationToken);
        if (state is null)
        {
            db.Add(new ProgrammeTimeState { ClockId = moved.ClockId, Version = moved.Version, Offset = moved.Offset });
        }
        else if (moved.Version > state.Version)
        {
            (state.Version, state.Offset) = (moved.Version, moved.Offset);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
