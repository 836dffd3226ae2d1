using System.Diagnostics.Metrics;
using Metropool.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Messaging.Counting;

/// <summary>An event that stands for something that is counted: each one that is committed to the outbox counts once.</summary>
/// <param name="Event">The event itself, and not what derives from it.</param>
/// <param name="Counter">What it is counted in.</param>
/// <param name="Tags">The attributes of that count, the same for all: nothing about anybody.</param>
public sealed record CountedEvent(Type Event, Counter<long> Counter, params IReadOnlyList<KeyValuePair<string, object?>> Tags)
{
    /// <summary>Counts an event.</summary>
    public static CountedEvent Of<TEvent>(Counter<long> counter, params IReadOnlyList<KeyValuePair<string, object?>> tags)
        where TEvent : IIntegrationEvent => new(typeof(TEvent), counter, tags);
}

/// <summary>What a service counts of its field: <c>Metropool.&lt;Service&gt;</c> is its meter.</summary>
public interface IDomainMetrics
{
    /// <summary>What is counted by an event. Not one that <c>announce</c> publishes again.</summary>
    IReadOnlyList<CountedEvent> Events { get; }
}

/// <summary>Adds the counts of a service.</summary>
public static class DomainMetrics
{
    /// <summary>Adds them; a handler that counts something by itself takes <typeparamref name="TMetrics"/> as a parameter.</summary>
    public static IServiceCollection AddDomainMetrics<TMetrics>(this IServiceCollection services)
        where TMetrics : class, IDomainMetrics
    {
        services.AddSingleton<TMetrics>();
        return services.AddSingleton<IDomainMetrics>(provider => provider.GetRequiredService<TMetrics>());
    }
}
