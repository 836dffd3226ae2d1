using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Metropool.Testing.Servers;

/// <summary>The part of the entry script that starts servers: <c>./metropool servers ...</c>.</summary>
internal static class ServerScript
{
    public const string Postgres = "METROPOOL_POSTGRES";
    public const string RabbitMq = "METROPOOL_RABBITMQ";
    public const string RabbitMqManagement = "METROPOOL_RABBITMQ_MANAGEMENT";

    /// <summary>The variables that name servers.</summary>
    public static readonly IReadOnlyList<string> Variables = [Postgres, RabbitMq, RabbitMqManagement];

    /// <summary>Starts a pair, or joins the one that runs; it ends when the last of the processes that joined has gone.</summary>
    /// <param name="kind">Before the command: <c>durable</c>, or nothing.</param>
    /// <exception cref="InvalidOperationException">It could not be started; with what the script said.</exception>
    public static async Task<TestServerAddresses> StartAsync(params string[] kind)
    {
        var output = await RunAsync([.. kind, "start", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        return Of(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
    }

    /// <summary>The addresses that variables name.</summary>
    public static TestServerAddresses Of(IReadOnlyDictionary<string, string> variables)
    {
        var missing = Variables.Except(variables.Keys).ToArray();
        return missing.Length == 0
            ? new TestServerAddresses(variables[Postgres], new Uri(variables[RabbitMq]), new Uri(variables[RabbitMqManagement]))
            : throw new InvalidOperationException($"Tests on given servers need all three of {string.Join(", ", Variables)}; missing: {string.Join(", ", missing)}.");
    }

    /// <summary>Runs it.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task<string> RunAsync(params IReadOnlyList<string> arguments)
    {
        var script = new ProcessStartInfo(Path.Combine(Repository.Root, "metropool"), ["servers", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in Variables)
        {
            // Empty, or those of a platform that runs beside this.
            script.Environment.Remove(variable);
        }

        try
        {
            using var process = Process.Start(script)!;
            process.StandardInput.Close();
            var progress = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"./metropool servers {string.Join(' ', arguments)} failed.\n{await progress}");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{script.FileName} could not be run.", exception);
        }
    }
}
