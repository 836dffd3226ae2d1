using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>The start of shared servers on other machines. The programs are fake scripts.</summary>
public sealed class SharedServerPlanTests : IDisposable
{
    private readonly TestFolder _machine = new();
    private readonly TestFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SearchPaths Paths => new(_machine.Path, Path.Combine(_machine.Path, "usr/bin"));

    public void Dispose()
    {
        _machine.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Without_servers_and_container_engine_the_message_names_the_remedies()
    {
        using var path = _machine.WithoutContainerEngine();

        var missing = await Assert.ThrowsAsync<LocalServerException>(StartAsync);

        Assert.Equal(
            "Tests require PostgreSQL 15 or newer and RabbitMQ 3.10 or newer: install them (on Debian: apt-get install postgresql rabbitmq-server), "
            + "start a container engine, or set METROPOOL_POSTGRES, METROPOOL_RABBITMQ and METROPOOL_RABBITMQ_MANAGEMENT.",
            missing.Message);
    }

    [Fact]
    public async Task A_failed_start_reports_the_cause_and_leaves_nothing()
    {
        _machine.WriteScript("usr/lib/postgresql/17/bin/postgres", "echo 'postgres (PostgreSQL) 17.2'");
        _machine.WriteScript("usr/lib/postgresql/17/bin/initdb", "exit 1");
        _machine.WriteScript("usr/bin/epmd", "case $* in *-names) exit 0 ;; *) exec sleep 600 ;; esac");
        _machine.WriteScript("usr/lib/rabbitmq/bin/rabbitmq-server", "exec sleep 600");
        _machine.WriteScript("usr/lib/rabbitmq/plugins/rabbit-3.10.8/ebin/rabbit.app", "");

        var failed = await Assert.ThrowsAsync<LocalServerException>(StartAsync);

        Assert.Equal(
            $"PostgreSQL and RabbitMQ did not start: initdb failed: see {_home.Path}/test-servers/logs/initdb.log.", failed.Message);
        Assert.Empty(ServerProcess.Of(_home));
        Assert.Empty(ServerProcess.Of(_machine));
        Assert.False(Directory.Exists(Path.Combine(_home.Path, "test-servers/rabbitmq")));
    }

    [Fact]
    public async Task An_incomplete_supervisor_script_starts_nothing()
    {
        var folder = LocalFolder.Open(_home.Path, storesSecrets: false);
        var script = (await SharedServerPlan.CreateAsync(folder, SharedServerKind.NonDurable, SearchPaths.Default, Cancellation)).ToString();

        foreach (var length in (int[])[0, script.Length / 3, script.Length / 2, script.Length - 20])
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "script=$(cat) && eval \"$script\"", "sh", _home.Path, "0"])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            };
            using var shell = Process.Start(start)!;
            await shell.StandardInput.WriteAsync(script[..length]);
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(Cancellation);
        }

        Assert.Equal(["logs"], Directory.GetFileSystemEntries(_home.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task Containers_are_started_if_an_engine_is_available_and_removed_at_the_end()
    {
        _machine.WriteScript(
            "bin/docker",
            $"echo \"$@\" >>'{_machine.Path}/calls'; [ \"$1\" != run ] || exec sleep 600; [ \"$1\" != exec ] || echo done; [ \"$4\" != fail ]");
        using var path = EnvironmentVariable.PathWith(Path.Combine(_machine.Path, "bin"));
        using var chosen = new EnvironmentVariable("ASPIRE_CONTAINER_RUNTIME", null);

        var starting = StartAsync();
        await using var postgres = await ListenAsync(5432, "R");
        await using var broker = await ListenAsync(5672, "\u0001");
        await using var management = await ListenAsync(15672, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        string password;
        await using (var servers = await starting)
        {
            Assert.Equal(("metropool", broker.Port), (servers.RabbitMq.AbsolutePath[1..], servers.RabbitMq.Port));
            Assert.Contains($"Port={postgres.Port};", servers.Postgres, StringComparison.Ordinal);
            Assert.Equal(management.Port, servers.RabbitMqManagement.Port);
            Assert.Equal("done\n", await servers.RabbitMqCtlAsync("stop_app"));
            var failed = await Assert.ThrowsAsync<LocalServerException>(() => servers.RabbitMqCtlAsync("fail"));
            Assert.EndsWith("exit code 1: done", failed.Message, StringComparison.Ordinal);
            password = servers.RabbitMq.UserInfo.Split(':')[1];
        }

        await Eventually.TrueAsync(() => Task.FromResult(ServerProcess.Of(_machine).Count == 0), "the containers have ended");
        var calls = await CallsAsync();
        Assert.Matches("exec metropool-[0-9a-f]{12}-rabbitmq rabbitmqctl stop_app\n", calls);
        Assert.Matches(
            "max_connections=500 -c fsync=off.*\n(.*\n)*"
            + "rm --force --volumes metropool-[0-9a-f]{12}-rabbitmq\nrm --force --volumes metropool-[0-9a-f]{12}-postgres\n$",
            calls);
        Assert.DoesNotContain(password, calls, StringComparison.Ordinal);
    }

    private Task<SharedServers> StartAsync() => SharedServers.StartAsync(_home.Path, SharedServerKind.NonDurable, Paths, TimeSpan.Zero, Cancellation);

    private async Task<string> CallsAsync() =>
        File.Exists(Path.Combine(_machine.Path, "calls")) ? await File.ReadAllTextAsync(Path.Combine(_machine.Path, "calls"), Cancellation) : "";

    // Listens on the published port, as the server in a container would.
    private async Task<Listener> ListenAsync(int containerPort, string reply)
    {
        var published = await Eventually.ValueAsync(
            async () => Regex.Match(await CallsAsync(), $@"127\.0\.0\.1:(\d+):{containerPort} ") is { Success: true } match ? match : null,
            $"the container with port {containerPort} is started");
        return new Listener(int.Parse(published.Groups[1].Value, null), reply);
    }

    private sealed class Listener : IAsyncDisposable
    {
        private readonly TcpListener _listener;
        private readonly Task _replies;

        public Listener(int port, string reply)
        {
            Port = port;
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Start();
            _replies = ReplyAsync(reply);
        }

        public int Port { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _replies;
        }

        private async Task ReplyAsync(string reply)
        {
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(Cancellation);
                    _ = await client.GetStream().ReadAsync(new byte[1000], Cancellation);
                    await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(reply), Cancellation);
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
