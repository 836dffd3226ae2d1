using System.CommandLine;
using System.Globalization;
using Metropool.LocalServers;

namespace Metropool.Tool.Platform;

/// <summary>
/// <c>doctor</c>: what is there and what is missing, after what the entry script has looked at itself: the SDK and ICU.
/// </summary>
internal static class DoctorCommand
{
    private const string DefaultChromium = "/usr/bin/chromium";

    public static Command Create()
    {
        var command = new Command("doctor", "Says what is there, what is missing and how to get it.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var missing = 0;
        void Report(string mark, string name, string text)
        {
            missing += mark == "missing" ? 1 : 0;
            Console.WriteLine($"  {mark,-8} {name,-12} {text}");
        }

        var engine = await ContainerEngine.FindAsync(cancellationToken);
        foreach (var (name, variables, find) in (IEnumerable<(string, string[], Func<LocalFolder, Task<Version>>)>)
        [
            ("PostgreSQL", ["METROPOOL_POSTGRES", "ConnectionStrings__postgres"], async folder => (await PostgresServer.FindAsync(folder)).Version),
            ("RabbitMQ", ["METROPOOL_RABBITMQ", "ConnectionStrings__broker"], async folder => (await RabbitMqServer.FindAsync(folder)).Version),
        ])
        {
            if (variables.FirstOrDefault(variable => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))) is { } given)
            {
                Report("ok", name, $"given by {given}");
            }
            else if (engine is not null)
            {
                Report("ok", name, $"a container of {engine}");
            }
            else
            {
                try
                {
                    Report("ok", name, $"{await find(LocalFolder.Open(ToolEnvironment.Home))}, installed");
                }
                catch (LocalServerException exception)
                {
                    Report("missing", name, exception.Message);
                }
            }
        }

        var chromium = Environment.GetEnvironmentVariable("METROPOOL_CHROMIUM") ?? DefaultChromium;
        Report(File.Exists(chromium) ? "ok" : "no", "Chromium", $"{chromium}; only the browser tests and screenshots need it, and ./metropool test and screenshots install Debian's");

        using var run = RunClient.Of(ToolEnvironment.Home);
        var runs = run is not null && await run.PartsAsync(cancellationToken) is not null;
        if (runs)
        {
            Report("ok", "ports", "Metropool runs");
        }
        else
        {
            ReportPort("METROPOOL_PORT", 8080, "the gateway", "missing");
            ReportPort("METROPOOL_DASHBOARD_PORT", 18888, "the dashboard", "no");
        }

        Console.WriteLine();
        Console.WriteLine(
            missing > 0 ? "Something is missing. ./metropool run installs what Debian has, where it is root or may become root."
            : runs ? "Nothing is missing: ./metropool status"
            : "Nothing is missing: ./metropool run");
        return missing > 0 ? 1 : 0;

        void ReportPort(string setting, int otherwise, string user, string mark)
        {
            var text = Environment.GetEnvironmentVariable(setting) is { Length: > 0 } value ? value : otherwise.ToString(CultureInfo.InvariantCulture);
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
            {
                Report("missing", "port", $"{setting} is '{text}', which is no port");
            }
            else if (LocalPorts.IsFree(port))
            {
                Report("ok", $"port {port}", $"free, for {user} ({setting})");
            }
            else
            {
                Report(mark, $"port {port}", $"taken; {setting} moves {user}");
            }
        }
    }
}
