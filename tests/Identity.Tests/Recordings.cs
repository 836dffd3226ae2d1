using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace Metropool.Identity.Tests;

/// <summary>Everything that was logged, at any level that the service logs at, and every span with its tags.</summary>
internal sealed class Recordings : ILoggerProvider, IExternalScopeProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    public ConcurrentQueue<string> Logs { get; } = [];

    public SpanList Spans { get; } = new();

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(this);
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(Spans));
    }

    /// <summary>Where one of the phrases is.</summary>
    public IEnumerable<string> Holding(params string[] phrases) => Logs
        .Concat(Spans.All().Select(span =>
            $"{span.DisplayName} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(e => e.Tags)).Select(tag => $"{tag.Key}={tag.Value}"))}"))
        .Where(text => phrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase)));

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => _scopes.ForEachScope(callback, state);

    public IDisposable Push(object? state) => _scopes.Push(state);

    public void Dispose()
    {
    }

    /// <summary>A list that may be read while it grows.</summary>
    internal sealed class SpanList : System.Collections.ObjectModel.Collection<Activity>
    {
        private readonly Lock _lock = new();

        public Activity[] All()
        {
            lock (_lock)
            {
                return [.. this];
            }
        }

        protected override void InsertItem(int index, Activity item)
        {
            lock (_lock)
            {
                base.InsertItem(Count, item);
            }
        }
    }

    private sealed class Logger(Recordings recordings, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => recordings.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            recordings.ForEachScope(
                (scope, list) => list.Add(scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : $"{scope}"), scopes);
            var values = state is IEnumerable<KeyValuePair<string, object?>> tags ? string.Join(' ', tags) : "";
            recordings.Logs.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception} {values} {string.Join(' ', scopes)}");
        }
    }
}
