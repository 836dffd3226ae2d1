using MassTransit;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;

namespace Metropool.Assessment.Consumers;

/// <summary>Applies the completion of a taught or final module: its chapter can be written (R35).</summary>
/// <remarks>No file is reevaluated: the attendance status says which modules count for the certificate.</remarks>
internal sealed class ModuleCompletedConsumer(AssessmentDbContext db) : IConsumer<ModuleCompleted>
{
    public async Task Consume(ConsumeContext<ModuleCompleted> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        var module = await db.FindOrAddAsync(state.ModuleId, id => new CompletedModule(id), token);
        module.Apply(state);
        await db.SaveChangesAsync(token);
    }
}
