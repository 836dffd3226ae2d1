using System.Collections.Concurrent;
using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metropool.Gateway.Tests;

/// <summary>Stands in for a service: it listens on a real port, and tells what it was sent.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _probes;

    private StandIn(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Everything that arrived, but for the gateway's looks at its health.</summary>
    public ConcurrentQueue<Received> Requests { get; } = [];

    /// <summary>The status that <c>/health</c> answers.</summary>
    public int Health { get; set; } = StatusCodes.Status200OK;

    /// <summary>How often the gateway has asked for its health.</summary>
    public int Probes => _probes;

    public static async Task<StandIn> StartAsync(Action<WebApplication>? configure = null, RequestDelegate? answer = null, int port = 0)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.RequestHeaderEncodingSelector = RequestHeaders.EncodingOf);
        builder.Logging.ClearProviders();
        var standIn = new StandIn(builder.Build());
        standIn._app.Use(async (context, next) =>
        {
            if (context.Request.Path == "/health")
            {
                Interlocked.Increment(ref standIn._probes);
                context.Response.StatusCode = standIn.Health;
                await context.Response.WriteAsJsonAsync(new { status = standIn.Health == StatusCodes.Status200OK ? "healthy" : "unhealthy" });
                return;
            }

            standIn.Requests.Enqueue(new(
                context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await next(context);
        });
        configure?.Invoke(standIn._app);
        standIn._app.MapFallback(answer ?? (context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}")));
        await standIn._app.StartAsync(TestContext.Current.CancellationToken);
        return standIn;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers);
}
