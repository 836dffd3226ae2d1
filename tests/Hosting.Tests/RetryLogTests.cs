using System.Collections.Concurrent;
using Metropool.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>While a server is away the log says so in lines. The stacks are there for those who ask for them.</summary>
public sealed class RetryLogTests(Servers servers) : IClassFixture<Servers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_database_and_broker_are_unavailable_each_retry_is_one_line_and_its_stack_is_at_Debug()
    {
        var log = new Log();
        var nowhere = new NpgsqlConnectionStringBuilder(servers.Database) { Port = 1, Timeout = 2 }.ConnectionString;
        await using var service = SampleService.Build(nowhere, "amqp://127.0.0.1:1/", configure: builder =>
        {
            builder.Services.AddSingleton<ILoggerProvider>(log);
            builder.Logging.AddFilter("MassTransit", LogLevel.Debug);
        });
        await service.App.StartAsync(Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await service.Client().GetAsync("/sample/v1/things", Cancellation);
            await service.Client().GetAsync("/health", Cancellation);
        }

        await Eventually.TrueAsync(() => Task.FromResult(log.Of("MassTransit", LogLevel.Warning).Count >= 3), "the bus has tried several times");

        var told = log.Lines.Where(line => line.Level >= LogLevel.Information).ToList();
        Assert.Contains(told, line => line.Category.Contains("OutboxRelay", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Category.Contains("HealthLog", StringComparison.Ordinal));
        var withStack = told.Where(line => line.Exception is not null || line.Text.Contains('\n', StringComparison.Ordinal));
        Assert.Empty(withStack.Select(line => $"{line.Level} {line.Category}: {line.Text} {line.Exception}"));

        // What is said of the bus names the reason, and no try is told of twice.
        Assert.All(
            log.Of("MassTransit", LogLevel.Warning),
            line => Assert.StartsWith("Connection Failed: rabbitmq://127.0.0.1:1/: ", line.Text, StringComparison.Ordinal));
        await Eventually.TrueAsync(
            () =>
            {
                var stacks = log.Of("MassTransit", LogLevel.Debug)
                    .Count(line => line.Exception is not null && line.Text.StartsWith("Connection Failed", StringComparison.Ordinal));
                return Task.FromResult(log.Of("MassTransit", LogLevel.Warning).Count == stacks);
            },
            "each has its stack at Debug");

        // Health is asked for three times, and hasn't changed.
        Assert.Single(told, line => line.Category.Contains("Health", StringComparison.Ordinal) && line.Level >= LogLevel.Warning);
    }

    private sealed record Line(string Category, LogLevel Level, string Text, Exception? Exception);

    private sealed class Log : ILoggerProvider
    {
        public ConcurrentQueue<Line> Lines { get; } = [];

        public IReadOnlyList<Line> Of(string category, LogLevel level) =>
            [.. Lines.Where(line => line.Level == level && line.Category.StartsWith(category, StringComparison.Ordinal))];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
            // It holds nothing.
        }

        private sealed class Logger(Log log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                log.Lines.Enqueue(new(category, logLevel, formatter(state, exception), exception));
        }
    }
}
