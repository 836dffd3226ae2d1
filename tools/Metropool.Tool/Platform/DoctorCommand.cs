using System.CommandLine;
using System.Globalization;
using Metropool.LocalServers;

namespace Metropool.Tool.Platform;

/// <summary>
/// <c>doctor</c>: checks the requirements. The entry script has checked the SDK and ICU before.
/// </summary>
internal static class DoctorCommand
{
    private const string DefaultChromium = "/usr/bin/chromium";

    public static Command Create()
    {
        var command = new Command("doctor", "Checks the requirements, and shows how to install what is missing.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var missing = 0;
        void Report(string status, string name, string text)
        {
            missing += status == "missing" ? 1 : 0;
            Console.WriteLine($"  {status,-8} {name,-12} {text}");
        }

        var engine = await ContainerEngine.FindAsync(cancellationToken);
        foreach (var (name, variables, find) in (IEnumerable<(string, string[], Func<LocalFolder, Task<Version>>)>)
        [
            ("PostgreSQL", ["METROPOOL_POSTGRES", "ConnectionStrings__postgres"], async folder => (await PostgresServer.FindAsync(folder)).Version),
            ("RabbitMQ", ["METROPOOL_RABBITMQ", "ConnectionStrings__broker"], async folder => (await RabbitMqServer.FindAsync(folder)).Version),
        ])
        {
            if (variables.FirstOrDefault(variable => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))) is { } setting)
            {
                Report("ok", name, $"external, set by {setting}");
            }
            else if (engine is not null)
            {
                Report("ok", name, $"container, with {engine}");
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
        Report(
            File.Exists(chromium) ? "ok" : "no",
            "Chromium",
            $"{chromium}; only for browser tests and screenshots. On Debian, ./metropool test and ./metropool screenshots install it");

        using var run = RunClient.Of(ToolEnvironment.Home);
        var isRunning = run is not null && await run.PartsAsync(cancellationToken) is not null;
        if (isRunning)
        {
            Report("ok", "ports", "used by the running Metropool");
        }
        else
        {
            ReportPort("METROPOOL_PORT", 8080, "the gateway", "missing");
            ReportPort("METROPOOL_DASHBOARD_PORT", 18888, "the dashboard", "no");
        }

        Console.WriteLine();
        Console.WriteLine(
            missing > 0 ? "Requirements are missing. On Debian, ./metropool run installs them if it is run as root or with sudo rights."
            : isRunning ? "All requirements are met. See ./metropool status"
            : "All requirements are met. Start with ./metropool run");
        return missing > 0 ? 1 : 0;

        void ReportPort(string setting, int defaultPort, string user, string statusInUse)
        {
            var text = Environment.GetEnvironmentVariable(setting) is { Length: > 0 } value ? value : defaultPort.ToString(CultureInfo.InvariantCulture);
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
            {
                Report("missing", "port", $"{setting} is '{text}', which is not a port");
            }
            else if (LocalPorts.IsFree(port))
            {
                Report("ok", $"port {port}", $"free, for {user} ({setting})");
            }
            else
            {
                Report(statusInUse, $"port {port}", $"in use; set {setting} to another port for {user}");
            }
        }
    }
}
