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

/// <summary>A fake service: it listens on a real port and records the requests.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _probes;

    private FakeService(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The requests, except the gateway's health checks.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; } = [];

    /// <summary>The status code of <c>/health</c>.</summary>
    public int Health { get; set; } = StatusCodes.Status200OK;

    /// <summary>The number of health checks.</summary>
    public int Probes => _probes;

    public static async Task<FakeService> StartAsync(Action<WebApplication>? configure = null, RequestDelegate? handler = null, int port = 0)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.RequestHeaderEncodingSelector = RequestHeaders.EncodingOf);
        builder.Logging.ClearProviders();
        var service = new FakeService(builder.Build());
        service._app.Use(async (context, next) =>
        {
            if (context.Request.Path == "/health")
            {
                Interlocked.Increment(ref service._probes);
                context.Response.StatusCode = service.Health;
                await context.Response.WriteAsJsonAsync(new { status = service.Health == StatusCodes.Status200OK ? "healthy" : "unhealthy" });
                return;
            }

            service.Requests.Enqueue(new(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await next(context);
        });
        configure?.Invoke(service._app);
        service._app.MapFallback(
            handler ?? (context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}")));
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers);
}
