using System.Reflection;
using Metropool.Contracts;

namespace Metropool.Messaging.Topology;

/// <summary>The events that there are.</summary>
internal static class EventTypes
{
    /// <summary>Those of the contracts, and those of the service's own assembly.</summary>
    public static List<Type> Of(Assembly service) =>
    [
        .. new[] { typeof(IIntegrationEvent).Assembly, service }.Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IIntegrationEvent))),
    ];
}
