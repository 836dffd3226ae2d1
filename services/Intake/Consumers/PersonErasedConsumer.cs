using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Intake.Erasure;

namespace Metropool.Intake.Consumers;

/// <summary>Erases a person.</summary>
internal sealed class PersonErasedConsumer(PersonErasure erasure) : IConsumer<PersonErased>
{
    public Task Consume(ConsumeContext<PersonErased> context) => erasure.EraseAsync(context.Message.PersonId, context.CancellationToken);
}
