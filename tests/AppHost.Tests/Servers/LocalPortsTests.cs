using System.Net;
using System.Net.Sockets;
using Metropool.LocalServers;

namespace Metropool.AppHost.Tests.Servers;

public sealed class LocalPortsTests
{
    [Fact]
    public void A_port_is_returned_once()
    {
        var ports = Enumerable.Range(0, 50).Select(_ => LocalPorts.Next()).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
    }

    [Fact]
    public void Without_a_free_port_the_message_names_the_remedy()
    {
        var refused = Assert.Throws<LocalServerException>(() => LocalPorts.Next(_ => false));

        Assert.StartsWith("No port from 20000 to 31999 is free on loopback", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_on_which_a_program_listens_is_not_free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.False(LocalPorts.IsFree(((IPEndPoint)listener.LocalEndpoint).Port));
    }
}
