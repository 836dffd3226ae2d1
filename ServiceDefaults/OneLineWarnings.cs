using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Metropool.ServiceDefaults;

/// <summary>
/// Writes a warning, or information, about an exception as one line that says what the exception said, and its stack at Debug. It is about something that is
/// tried again or was dealt with: a server that is away for a minute would otherwise fill the log with stacks. Errors keep theirs.
/// </summary>
internal sealed class OneLineWarnings(LoggerFactory factory) : ILoggerFactory
{
    /// <summary>Has all loggers write so.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new OneLineWarnings(provider.GetRequiredService<LoggerFactory>())));
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
