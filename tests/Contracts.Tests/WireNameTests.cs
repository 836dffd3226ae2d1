using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Metropool.Contracts.Tests;

/// <summary>The names of an event on the broker. Renaming or moving its type changes them, and messages on the way are lost.</summary>
public sealed class WireNameTests
{
    private static readonly string[] Frozen = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "wire-names.txt"));

    [Fact]
    public void The_wire_names_are_those_that_were_frozen() =>
        Assert.Equal(Frozen, Events.All.Select(type => $"{ExchangeOf(type)} {MessageUrn.ForType(type)}"));

    private static string ExchangeOf(Type type) => new RabbitMqMessageNameFormatter().GetMessageName(type);
}
