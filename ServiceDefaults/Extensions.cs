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

/// <summary>What every process of the platform has, whoever starts it: telemetry over OTLP, health, service discovery, resilient HTTP clients.</summary>
public static class Extensions
{
    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const int SeriesOfOneMetric = 300;

    /// <summary>The version of the program, with the commit that it was built from where the build knows it.</summary>
    private static string Version => Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Adds the defaults. Telemetry goes to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or nowhere when that isn't set.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Numbers and dates are written in the same way on every machine, whatever its LANG.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        builder.ConfigureOpenTelemetry();
        builder.Services.AddSingleton<HealthLog>();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [HealthReports.Live]);
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
        ConsoleLines.AddTo(builder.Logging, builder.Configuration);
        OneLineWarnings.AddTo(builder.Services);

        // What is asked for every few seconds is logged when it changes, by HealthLog.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // It tells of every attempt, those of the exporter too, of which each would then be exported.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            // The host's scope has the path as it was sent. What a record is about is in its message, and its trace is in every record.
            logging.IncludeScopes = false;
        });

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddAttributes([new("service.version", Version)]))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("MassTransit", "Npgsql", "Microsoft.AspNetCore.Identity", "Metropool.*")
                // Room for as many series of each metric as there are here (routes with their answers, queues); the default of 2,000 takes 17 MB of every process.
                .AddView("*", new MetricStreamConfiguration { CardinalityLimit = SeriesOfOneMetric }))
            .WithTracing(tracing => tracing
                .AddProcessor<NoPolling>()
                .AddProcessor<SqlSpans>()
                .AddSource(builder.Environment.ApplicationName, "MassTransit", "Metropool.*")
                .AddNpgsql()
                .AddAspNetCoreInstrumentation(options =>
                {
                    options.Filter = context =>
                        !context.Request.Path.StartsWithSegments(HealthPath, StringComparison.Ordinal)
                        && !context.Request.Path.StartsWithSegments(AlivePath, StringComparison.Ordinal);
                    options.EnrichWithHttpResponse = (span, response) =>
                    {
                        if (response.HttpContext.Features.Get<AnsweringRoute>() is { Template: var template })
                        {
                            span.DisplayName = $"{response.HttpContext.Request.Method} {template}";
                            span.SetTag("http.route", template);
                        }

                        span.SetTag("url.path", TracedPaths.Of(response.HttpContext));
                        span.SetTag("url.query", null);
                    };
                })
                .AddHttpClientInstrumentation(options =>
                {
                    // One that nothing asked for is a look at Identity's keys, or at somebody's health.
                    options.FilterHttpRequestMessage = _ => Activity.Current?.Parent is not null || Activity.Current?.HasRemoteParent == true;
                    options.EnrichWithHttpRequestMessage = (span, request) => span.SetTag("url.full", request.RequestUri is { } address ? TracedPaths.Of(address) : null);
                }));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry().UseOtlpExporter();
        }
    }

    /// <summary>
    /// <c>/health</c>: 200 when the process can do its work (database and broker are there), else 503; the body names every check that is not healthy, and why.
    /// <c>/alive</c>: 200 while the process runs. Both in every environment: a service isn't reachable from outside, and the gateway doesn't pass them on.
    /// They are answered before authentication and everything else that may itself wait for the database.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="mayKnowWhy">Who is told of the single checks, and not of the state alone. Everybody, unless it is said.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, Func<HttpContext, bool>? mayKnowWhy = null)
    {
        ArgumentNullException.ThrowIfNull(app);

        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(HealthPath, methods, context => HealthReports.WriteAsync(context, mayKnowWhy?.Invoke(context) ?? true)).ShortCircuit();
        app.MapMethods(AlivePath, methods, context => HealthReports.WriteAsync(context, mayKnowWhy?.Invoke(context) ?? true, HealthReports.Live)).ShortCircuit();
        return app;
    }
}
