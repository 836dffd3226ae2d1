using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Metropool.ServiceDefaults;

/// <summary>
/// Logs the exception of a warning or an information record as one line with its message, and its stack trace at Debug level. Such exceptions were handled or
/// will be retried; with stack traces, a server that is unavailable for a minute would flood the log. Errors keep their stack traces.
/// </summary>
internal sealed class OneLineWarningLoggerFactory(LoggerFactory factory) : ILoggerFactory
{
    /// <summary>Replaces the logger factory.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => new OneLineWarningLoggerFactory(provider.GetRequiredService<LoggerFactory>())));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(factory.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => factory.AddProvider(provider);

    public void Dispose()
    {
        // The container disposes of the factory.
    }

    private static string OneLine(string message, Exception exception)
    {
        var reason = exception.GetBaseException().Message;
        var line = message.Contains(reason, StringComparison.Ordinal) ? message : $"{message.TrimEnd('.', ' ')}: {reason}";
        return string.Join(' ', line.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private sealed class Logger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is null || logLevel is not (LogLevel.Information or LogLevel.Warning))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
                return;
            }

            logger.Log(logLevel, eventId, state, null, (s, _) => OneLine(formatter(s, exception), exception));
            logger.Log(LogLevel.Debug, eventId, state, exception, formatter);
        }
    }
}
