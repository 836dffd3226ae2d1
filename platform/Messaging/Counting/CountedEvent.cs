using System.Diagnostics.Metrics;
using Metropool.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Counting;

/// <summary>Increments a counter for each matching event that is committed to the outbox.</summary>
/// <param name="Matches">Whether an event is counted.</param>
/// <param name="Counter">The counter.</param>
/// <param name="Tags">The tags of the measurement. They never contain personal data.</param>
public sealed record CountedEvent(Func<IIntegrationEvent, bool> Matches, Counter<long> Counter, params IReadOnlyList<KeyValuePair<string, object?>> Tags)
{
    /// <summary>Counts the events of a type that match a condition.</summary>
    public static CountedEvent Of<TEvent>(Func<TEvent, bool> matches, Counter<long> counter, params IReadOnlyList<KeyValuePair<string, object?>> tags)
        where TEvent : IIntegrationEvent => new(message => message is TEvent counted && matches(counted), counter, tags);
}

/// <summary>The domain metrics of a service, on the meter <c>Metropool.&lt;Service&gt;</c>.</summary>
public interface IDomainMetrics
{
    /// <summary>The events that are counted.</summary>
    IReadOnlyList<CountedEvent> Events { get; }
}

/// <summary>Registers domain metrics.</summary>
public static class DomainMetrics
{
    /// <summary>
    /// Registers the domain metrics of a service. A handler that counts something itself takes <typeparamref name="TMetrics"/> as a parameter.
    /// </summary>
    public static IServiceCollection AddDomainMetrics<TMetrics>(this IServiceCollection services)
        where TMetrics : class, IDomainMetrics
    {
        services.AddSingleton<TMetrics>();
        return services.AddSingleton<IDomainMetrics>(provider => provider.GetRequiredService<TMetrics>());
    }
}
