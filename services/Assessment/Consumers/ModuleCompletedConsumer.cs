using MassTransit;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Files;
using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Consumers;

/// <summary>A taught or final module is over: its logbook chapter can be written (R35), and there is one fewer to attend (R18).</summary>
internal sealed class ModuleCompletedConsumer(AssessmentDbContext db, AssessmentStore store) : IConsumer<ModuleCompleted>
{
    public async Task Consume(ConsumeContext<ModuleCompleted> context)
    {
        var state = context.Message;
        var module = await db.CompletedModules.SingleOrDefaultAsync(m => m.Id == state.ModuleId, context.CancellationToken);
        if (module is null)
        {
            module = new CompletedModule { Id = state.ModuleId };
            db.Add(module);
        }

        if (!module.Apply(state))
        {
            return;
        }

        // First the module, then the locks: whoever takes a file out before sees neither, and is taken stock of here; whoever comes after sees both.
        await db.SaveChangesAsync(context.CancellationToken);
        var files = await store.LockAllAsync(state.EditionId, context.CancellationToken);
        await store.SaveAsync(files, null, await store.ProgressOfAsync(state.EditionId, context.CancellationToken), context.CancellationToken);
    }
}
