using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metropool.EndToEnd.Tests.Telemetry;

/// <summary>An OTLP receiver (HTTP, protobuf), as the dashboard is. It keeps all exports until it is stopped.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _exports = [];

    private volatile bool _isStopped;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyList<Span> Spans => [.. Of("traces").SelectMany(OtlpReader.Spans)];

    public IReadOnlyList<LogRecord> Logs => [.. Of("logs").SelectMany(OtlpReader.Logs)];

    /// <summary>The last sum of every counter, and its meter.</summary>
    public IReadOnlyDictionary<string, (string Meter, double Value)> Sums =>
        Of("metrics").SelectMany(OtlpReader.Metrics).GroupBy(point => (point.Service, point.Name, point.Attributes))
            .Select(series => series.Last())
            .GroupBy(point => point.Name)
            .ToDictionary(metric => metric.Key, metric => (metric.First().Meter, metric.Sum(point => point.Value)));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            if (!receiver._isStopped)
            {
                receiver._exports.Enqueue((signal, body.ToArray()));
            }
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Discards all exports, and ignores new ones.</summary>
    public void Stop()
    {
        _isStopped = true;
        _exports.Clear();
    }

    /// <summary>Finds a text in the exports, in any field.</summary>
    public IEnumerable<string> Find(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var (signal, body) in _exports)
        {
            var at = body.AsSpan().IndexOf(bytes);
            if (at >= 0)
            {
                var around = Encoding.UTF8.GetString(body, Math.Max(0, at - 120), Math.Min(body.Length, at + bytes.Length + 60) - Math.Max(0, at - 120));
                yield return $"{signal}: ...{new string([.. around.Select(c => char.IsControl(c) ? ' ' : c)])}...";
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<byte[]> Of(string signal) => _exports.Where(export => export.Signal == signal).Select(export => export.Body);
}
