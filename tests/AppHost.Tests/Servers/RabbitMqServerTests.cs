using System.Diagnostics;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>The command that the AppHost passes to the orchestrator.</summary>
public sealed class RabbitMqServerTests : IDisposable
{
    private readonly TestFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_broker_whose_port_mapper_has_ended_ends_and_starts_no_port_mapper()
    {
        var server = await RabbitMqServer.FindAsync(LocalFolder.Open(_home.Path));
        using var portMapper = Start(server.PortMapperCommand);
        await server.PrepareAsync(Cancellation);
        portMapper.Kill();
        await portMapper.WaitForExitAsync(Cancellation);

        using var broker = Start(server.Command);
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(broker.HasExited), "the broker ends");

            Assert.NotEqual(0, broker.ExitCode);
            Assert.Empty(ServerProcess.Of(_home));
        }
        finally
        {
            broker.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ServerCommand command) => Process.Start(new ProcessStartInfo(command.Program, command.Arguments)
    {
        WorkingDirectory = ServerCommand.WorkingDirectory,
    })!;
}
