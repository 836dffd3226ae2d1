using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Metropool.Testing.Servers;

/// <summary>
/// Finds the PostgreSQL and RabbitMQ that the tests use: those that <c>METROPOOL_POSTGRES</c>, <c>METROPOOL_RABBITMQ</c> and
/// <c>METROPOOL_RABBITMQ_MANAGEMENT</c> name (<c>./metropool test</c> sets them), else a pair that <c>./metropool servers start</c> starts.
/// All test processes share that pair; it ends when the last of them has gone. It doesn't wait for the disk; <see cref="StartDurableAsync"/> does.
/// </summary>
public static class TestServers
{
    private const string Postgres = "METROPOOL_POSTGRES";
    private const string RabbitMq = "METROPOOL_RABBITMQ";
    private const string RabbitMqManagement = "METROPOOL_RABBITMQ_MANAGEMENT";

    private static readonly string[] Variables = [Postgres, RabbitMq, RabbitMqManagement];
    private static readonly Lock _gate = new();
    private static Task<TestServerAddresses>? _addresses;

    /// <summary>The addresses of the servers; they answer.</summary>
    /// <exception cref="InvalidOperationException">Some of the variables are set but not all, or the servers could not be started.</exception>
    public static Task<TestServerAddresses> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _addresses ??= FindAsync();
        }

        return _addresses.WaitAsync(cancellationToken);
    }

    /// <summary>A pair of this process's own that writes to the disk as the platform's servers do: for measurements. It ends when this process has gone.</summary>
    /// <exception cref="InvalidOperationException">The servers could not be started.</exception>
    public static Task<TestServerAddresses> StartDurableAsync() => StartAsync("durable");

    private static async Task<TestServerAddresses> FindAsync()
    {
        var given = Variables
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.Value))
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        if (given.Count == 0)
        {
            return await StartAsync();
        }

        var missing = Variables.Except(given.Keys).ToArray();
        return missing.Length == 0
            ? Of(given)
            : throw new InvalidOperationException($"Tests on given servers need all three of {string.Join(", ", Variables)}; missing: {string.Join(", ", missing)}.");
    }

    private static TestServerAddresses Of(Dictionary<string, string> variables) =>
        new(variables[Postgres], new Uri(variables[RabbitMq]), new Uri(variables[RabbitMqManagement]));

    private static async Task<TestServerAddresses> StartAsync(params string[] kind)
    {
        var script = new ProcessStartInfo(Path.Combine(Repository.Root, "metropool"), ["servers", "start", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), .. kind])
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
            return process.ExitCode == 0
                ? Of(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]))
                : throw new InvalidOperationException($"PostgreSQL and RabbitMQ could not be started.\n{await progress}");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{script.FileName} could not be run.", exception);
        }
    }
}
