using System.Reflection;
using Metropool.Contracts;

namespace Metropool.Messaging.Topology;

/// <summary>The types of events.</summary>
internal static class EventTypes
{
    /// <summary>Lists the events of the contracts and of the service's assembly.</summary>
    public static List<Type> Of(Assembly service) =>
    [
        .. new[] { typeof(IIntegrationEvent).Assembly, service }.Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent))),
    ];
}
