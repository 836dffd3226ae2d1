using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Metropool.ServiceDefaults;

/// <summary>
/// Writes a log record to the console as one line with time (UTC), level, category, trace id and message, followed by the exception, if any.
/// The trace id is the one in the dashboard and in problem documents.
/// </summary>
internal sealed class OneLineConsoleFormatter() : ConsoleFormatter(FormatterName)
{
    private const string FormatterName = "lines";
    private const string NameSetting = "Logging:Console:FormatterName";

    /// <summary>Selects this formatter, unless another one is configured.</summary>
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConsoleFormatter<OneLineConsoleFormatter, ConsoleFormatterOptions>();
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
