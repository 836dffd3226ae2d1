using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Metropool.ServiceDefaults;

/// <summary>
/// A log record on the console: one line with the time (UTC), the level, the category, the trace that it belongs to, and what happened; an exception on the lines
/// below it. The trace is the one to look for in the dashboard, and the one that a problem document names.
/// </summary>
internal sealed class ConsoleLines() : ConsoleFormatter(FormatterName)
{
    private const string FormatterName = "lines";
    private const string NameSetting = "Logging:Console:FormatterName";

    /// <summary>Uses it, unless a formatter is configured.</summary>
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>();
        if (string.IsNullOrWhiteSpace(configuration[NameSetting]))
        {
            logging.Services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = FormatterName);
        }
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        if (Activity.Current is { } activity)
        {
            textWriter.Write($" [{activity.TraceId}]");
        }

        textWriter.Write(": ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => " trce ",
        LogLevel.Debug => " dbug ",
        LogLevel.Information => " info ",
        LogLevel.Warning => " warn ",
        LogLevel.Error => " fail ",
        _ => " crit ",
    };
}
