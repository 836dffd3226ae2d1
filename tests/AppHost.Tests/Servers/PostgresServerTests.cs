using System.Diagnostics;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>The command that the AppHost passes to the orchestrator.</summary>
public sealed class PostgresServerTests : IDisposable
{
    private readonly TestFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task PostgreSQL_shuts_down_cleanly_if_its_parent_gets_a_signal(string signal)
    {
        var server = await PostgresServer.FindAsync(LocalFolder.Open(_home.Path));
        await server.PrepareAsync(Cancellation);
        using var process = Process.Start(new ProcessStartInfo(server.Command.Program, server.Command.Arguments)
        {
            WorkingDirectory = ServerCommand.WorkingDirectory,
            RedirectStandardError = true,
        })!;
        await Eventually.TrueAsync(() => ServerProbe.PostgresIsReadyAsync(server.Port, Cancellation), "PostgreSQL is ready");

        ProcessEntry.Signal(process.Id, signal);

        // The shell and the server share this output, which is complete when both have ended.
        Assert.Contains("database system is shut down", await process.StandardError.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }
}
