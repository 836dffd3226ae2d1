using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Intake.Erasure;

namespace Metropool.Intake.Consumers;

/// <summary>Forgets somebody who was erased.</summary>
internal sealed class PersonErasedConsumer(Erasures erasures) : IConsumer<PersonErased>
{
    public Task Consume(ConsumeContext<PersonErased> context) => erasures.EraseAsync(context.Message.PersonId, context.CancellationToken);
}
