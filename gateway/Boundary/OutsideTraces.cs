using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Every request begins a trace of our own here. That of the caller is linked to, and nothing more: a stranger can neither switch our sampling off, nor join a trace
/// of somebody else's, nor send baggage along (ADR 15).
/// </summary>
internal static class OutsideTraces
{
    private static readonly string[] Headers = ["traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id", "b3"];

    public static void AddOutsideTraces(this IServiceCollection services)
    {
        // Read by the host before any of our code; the instrumentation would read the headers by itself if it were given anything but this propagator.
        services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(new NothingFromOutside(DistributedContextPropagator.Current)));
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
    }

    public static void UseOutsideTraces(this WebApplication app) => app.Use((context, next) =>
    {
        // The ids alone: the state is a text of the caller's.
        if (Activity.Current is { } activity && ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, isRemote: true, out var outside))
        {
            activity.AddLink(new ActivityLink(outside));
        }

        foreach (var name in Headers)
        {
            context.Request.Headers.Remove(name);
        }

        return next(context);
    });

    private sealed class NothingFromOutside(DistributedContextPropagator inner) : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => inner.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, setter);

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
