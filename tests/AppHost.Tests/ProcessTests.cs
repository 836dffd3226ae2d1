using System.Net;
using System.Net.Sockets;
using Metropool.AppHost.Tests.Platform;
using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests;

/// <summary>The end of a run, and refusals to start one.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly (string, string)[] ExternalServers =
        [("ConnectionStrings__postgres", "Host=127.0.0.1;Port=1;Username=u;Password=p"), ("ConnectionStrings__broker", "amqp://127.0.0.1:1/")];

    private readonly TestFolder _folder = new();
    private readonly EnvironmentVariable _path;

    public ProcessTests() => _path = _folder.WithoutContainerEngine();

    public void Dispose()
    {
        _path.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    public async Task A_stopped_run_leaves_no_process_and_its_servers_shut_down_cleanly(string signal)
    {
        await using var run = AppHostProcess.Start(_folder.Path);
        await run.WaitForLogAsync("postgres", "ready to accept connections");
        await run.WaitForLogAsync("broker", "Server startup complete");
        var processes = run.Processes();

        run.Signal(signal);
        var exitCode = await run.WaitForExitAsync();

        Assert.True(signal == "KILL" || exitCode == 0, $"{exitCode}: {run.Output}");
        await run.WaitForNoProcessAsync(processes);
        // PostgreSQL deletes this file at the end of a clean shutdown.
        Assert.False(File.Exists(Path.Combine(_folder.Path, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task A_run_whose_orchestrator_is_killed_stops_with_a_message_and_leaves_no_process()
    {
        await using var run = AppHostProcess.Start(_folder.Path);
        await run.WaitForLogAsync("postgres", "ready to accept connections");
        await run.WaitForLogAsync("broker", "Server startup complete");
        var processes = run.Processes();

        ProcessEntry.Signal(run.Orchestrator(), "KILL");

        Assert.Equal(1, await run.WaitForExitAsync());
        Assert.Contains("The orchestrator (dcp) has been killed", run.Output, StringComparison.Ordinal);
        await run.WaitForNoProcessAsync(processes);
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_start_is_reported()
    {
        var dcp = _folder.WriteScript("dcp", "exit 3");

        var output = await RefusedAsync([.. ExternalServers, ("DcpPublisher__CliPath", dcp)]);

        Assert.StartsWith("AppHost: Aspire's orchestrator (dcp) doesn't start", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_the_setting_to_change_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await AssertRefusedAsync(
            $"Port {port} is in use: stop the program that listens on it, or set METROPOOL_PORT to another port for the gateway.",
            ("METROPOOL_PORT", $"{port}"));
    }

    [Fact]
    public Task An_invalid_port_is_refused() =>
        AssertRefusedAsync("METROPOOL_PORT is 'http', which is not a port: set it to a number from 1 to 65535.", ("METROPOOL_PORT", "http"));

    [Fact]
    public async Task A_second_run_in_the_same_folder_is_refused()
    {
        using var taken = LocalFolder.Open(_folder.Path).AcquireLock();

        await AssertRefusedAsync(
            $"Metropool is already running in {_folder.Path}: stop it with ./metropool stop, or set METROPOOL_HOME to another folder.");
    }

    [Fact]
    public async Task A_home_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var output = await RefusedAsync(("METROPOOL_HOME", file));

        Assert.StartsWith($"AppHost: {Environment.UserName} can't write to {file} ", output, StringComparison.Ordinal);
        Assert.Contains("set METROPOOL_HOME to another folder.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_PostgreSQL_version_that_is_not_installed_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "postgres", "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync(
            $"The data in {_folder.Path}/postgres was created by PostgreSQL 9, which isn't installed: "
            + "install that version, or delete the folder and its data.",
            servers: []);
    }

    private Task AssertRefusedAsync(string message, params (string, string)[] variables) => AssertRefusedAsync(message, ExternalServers, variables);

    private async Task AssertRefusedAsync(string message, (string, string)[] servers, params (string, string)[] variables) =>
        Assert.Equal($"AppHost: {message}", await RefusedAsync([.. servers, .. variables]));

    private async Task<string> RefusedAsync(params (string, string)[] variables)
    {
        await using var run = AppHostProcess.Start(_folder.Path, variables);

        Assert.Equal(1, await run.WaitForExitAsync());
        await run.WaitForNoProcessAsync([]);
        return run.Output.Trim();
    }
}
