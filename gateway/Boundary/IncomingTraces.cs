using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Metropool.Gateway.Boundary;

/// <summary>
/// Starts a new trace for every request, linked to the caller's. A caller can't change our sampling, add spans to another trace or send baggage (ADR 15).
/// </summary>
internal static class IncomingTraces
{
    private static readonly string[] Headers = ["traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id", "b3"];

    public static void AddIncomingTraces(this IServiceCollection services)
    {
        // The host reads the headers with the first propagator. With any other propagator than the second, the instrumentation reads them itself.
        services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(new OutgoingPropagator(DistributedContextPropagator.Current)));
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
    }

    public static void UseIncomingTraces(this WebApplication app) => app.Use((context, next) =>
    {
        // Without the trace state, which may contain any text.
        if (Activity.Current is { } activity
            && ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, isRemote: true, out var callerContext))
        {
            activity.AddLink(new ActivityLink(callerContext));
        }

        foreach (var name in Headers)
        {
            context.Request.Headers.Remove(name);
        }

        return next(context);
    });

    /// <summary>Propagates the trace to the services, and ignores that of the caller.</summary>
    private sealed class OutgoingPropagator(DistributedContextPropagator inner) : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => inner.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, setter);

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
