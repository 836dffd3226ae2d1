using System.Net;
using System.Net.Sockets;
using Metropool.AppHost.Tests.Platform;
using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests;

/// <summary>How a run ends, and why one doesn't begin.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly (string, string)[] GivenServers =
        [("ConnectionStrings__postgres", "Host=127.0.0.1;Port=1;Username=u;Password=p"), ("ConnectionStrings__broker", "amqp://127.0.0.1:1/")];

    private readonly TestFolder _folder = new();
    private readonly Variable _path;

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
    public async Task A_run_that_is_ended_leaves_no_process_and_its_servers_end_in_good_order(string signal)
    {
        await using var run = AppHostProcess.Start(_folder.Path);
        await run.LogHasAsync("postgres", "ready to accept connections");
        await run.LogHasAsync("broker", "Server startup complete");
        var processes = run.Processes();

        await run.SignalAsync(signal);
        var exitCode = await run.EndAsync();

        Assert.True(signal == "KILL" || exitCode == 0, $"{exitCode}: {run.Output}");
        await run.NothingIsLeftAsync(processes);
        // PostgreSQL removes it at the end of an orderly shutdown.
        Assert.False(File.Exists(Path.Combine(_folder.Path, "postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task A_run_whose_orchestrator_is_killed_ends_with_a_sentence_and_leaves_no_process()
    {
        await using var run = AppHostProcess.Start(_folder.Path);
        await run.LogHasAsync("postgres", "ready to accept connections");
        await run.LogHasAsync("broker", "Server startup complete");
        var processes = run.Processes();

        await AppHostProcess.SignalAsync(run.Orchestrator(), "KILL");

        Assert.Equal(1, await run.EndAsync());
        Assert.Contains("The orchestrator (dcp) has been killed", run.Output, StringComparison.Ordinal);
        await run.NothingIsLeftAsync(processes);
    }

    [Fact]
    public async Task An_orchestrator_that_does_not_start_is_named()
    {
        var dcp = _folder.WriteScript("dcp", "exit 3");

        var output = await RefusedAsync([.. GivenServers, ("DcpPublisher__CliPath", dcp)]);

        Assert.StartsWith("AppHost: Aspire's orchestrator (dcp) doesn't start", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_the_setting_that_moves_the_gateway()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await AssertRefusedAsync(
            $"Port {port} is taken: stop what listens there, or set METROPOOL_PORT to another port for the gateway.", ("METROPOOL_PORT", $"{port}"));
    }

    [Fact]
    public Task A_port_that_is_none_is_refused() =>
        AssertRefusedAsync("METROPOOL_PORT is 'http', which is no port: set it to a number from 1 to 65535.", ("METROPOOL_PORT", "http"));

    [Fact]
    public async Task Two_runs_do_not_share_a_folder()
    {
        using var taken = LocalFolder.Open(_folder.Path).Take();

        await AssertRefusedAsync($"Metropool is already running in {_folder.Path}: ./metropool stop ends it, or set METROPOOL_HOME to another folder.");
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_named()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var output = await RefusedAsync(("METROPOOL_HOME", file));

        Assert.StartsWith($"AppHost: {file} can't be written by ", output, StringComparison.Ordinal);
        Assert.Contains("set METROPOOL_HOME to another folder.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_PostgreSQL_that_is_not_installed_is_named_with_the_remedy()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "postgres", "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync(
            $"The data in {_folder.Path}/postgres was made by PostgreSQL 9, which isn't installed: "
            + "install that version, or remove the folder and with it the data.",
            servers: []);
    }

    private Task AssertRefusedAsync(string sentence, params (string, string)[] variables) => AssertRefusedAsync(sentence, GivenServers, variables);

    private async Task AssertRefusedAsync(string sentence, (string, string)[] servers, params (string, string)[] variables) =>
        Assert.Equal($"AppHost: {sentence}", await RefusedAsync([.. servers, .. variables]));

    private async Task<string> RefusedAsync(params (string, string)[] variables)
    {
        await using var run = AppHostProcess.Start(_folder.Path, variables);

        Assert.Equal(1, await run.EndAsync());
        await run.NothingIsLeftAsync([]);
        return run.Output.Trim();
    }
}
