using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Metropool.Contracts.Tests;

/// <summary>An event is found on the broker by these names. Renaming or moving a type changes them, and the event is lost.</summary>
public sealed class WireNameTests
{
    private static readonly string[] Frozen = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "wire-names.txt"));

    [Fact]
    public void The_wire_names_are_those_that_were_frozen() => Assert.Equal(Frozen, Events.All.Select(type => $"{ExchangeOf(type)} {MessageUrn.ForType(type)}"));

    private static string ExchangeOf(Type type) => new RabbitMqMessageNameFormatter().GetMessageName(type);
}
