using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Metropool.ServiceDefaults;

/// <summary>The defaults of every process of the platform: telemetry over OTLP, health checks, service discovery, resilient HTTP clients.</summary>
public static class Extensions
{
    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const int MaxSeriesPerMetric = 300;

    /// <summary>The version of the program, with the commit if the build knows it.</summary>
    private static string Version =>
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Adds the defaults. Telemetry is exported to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, if set.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Formats numbers and dates independently of the machine's LANG.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        builder.ConfigureOpenTelemetry();
        builder.Services.AddSingleton<HealthLog>();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [HealthResponse.Live]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    private static void ConfigureOpenTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        OneLineConsoleFormatter.AddTo(builder.Logging, builder.Configuration);
        OneLineWarningLoggerFactory.AddTo(builder.Services);

        // Health is checked every few seconds; HealthLog logs only changes.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // Polly logs every attempt, also those of the exporter, so that each export would cause another one.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            // The host's scope contains the path as sent by the caller. Every record has its trace id.
            logging.IncludeScopes = false;
        });

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddAttributes([new("service.version", Version)]))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("MassTransit", "Npgsql", "Microsoft.AspNetCore.Identity", "Metropool.*")
                // Enough for our routes with their status codes, and for our queues. The default of 2,000 takes 17 MB per process.
                .AddView("*", new MetricStreamConfiguration { CardinalityLimit = MaxSeriesPerMetric }))
            .WithTracing(tracing => tracing
                .AddProcessor<PollingSpanFilter>()
                .AddProcessor<SqlSpanProcessor>()
                .AddSource(builder.Environment.ApplicationName, "MassTransit", "Metropool.*")
                .AddNpgsql()
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context =>
                        !context.Request.Path.StartsWithSegments(HealthPath, StringComparison.Ordinal)
                        && !context.Request.Path.StartsWithSegments(AlivePath, StringComparison.Ordinal);
                    options.EnrichWithHttpResponse = (span, response) =>
                    {
                        if (response.HttpContext.Features.Get<SpanRoute>() is { Template: var template })
                        {
                            span.DisplayName = $"{response.HttpContext.Request.Method} {template}";
                            span.SetTag("http.route", template);
                        }

                        span.SetTag("url.path", RedactedPaths.From(response.HttpContext));
                        span.SetTag("url.query", null);
                    };
                })
                .AddHttpClientInstrumentation(options =>
                {
                    // A request without a parent span polls Identity's keys or a health endpoint.
                    options.FilterHttpRequestMessage = _ => Activity.Current?.Parent is not null || Activity.Current?.HasRemoteParent == true;
                    options.EnrichWithHttpRequestMessage = (span, request) =>
                        span.SetTag("url.full", request.RequestUri is { } address ? RedactedPaths.From(address) : null);
                }));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry().UseOtlpExporter();
        }
    }

    /// <summary>
    /// Maps <c>/health</c> and <c>/alive</c> in every environment. <c>/health</c> is 200 if the process can do its work, and otherwise 503; the body has the
    /// reason of every check that isn't healthy. <c>/alive</c> is 200 while the process runs. Both run before authentication and other middleware that may wait
    /// for the database. The gateway doesn't forward them.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="includeChecks">Whether the response has the checks and their reasons, or only the status. Null: always.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, Func<HttpContext, bool>? includeChecks = null)
    {
        ArgumentNullException.ThrowIfNull(app);

        Map(HealthPath, tag: null);
        Map(AlivePath, HealthResponse.Live);
        return app;

        void Map(string path, string? tag) => app
            .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context => HealthResponse.WriteAsync(context, includeChecks?.Invoke(context) ?? true, tag))
            .ShortCircuit();
    }
}
