using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>The choice of installed servers. The programs are fake scripts.</summary>
public sealed class FindTests : IDisposable
{
    private readonly TestFolder _machine = new();
    private readonly TestFolder _home = new();

    private LocalFolder Folder => LocalFolder.Open(_home.Path);

    private SearchPaths Paths => new(_machine.Path, Path.Combine(_machine.Path, "usr/bin"));

    public void Dispose()
    {
        _machine.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Without_PostgreSQL_the_message_names_the_remedies()
    {
        var missing = await Assert.ThrowsAsync<LocalServerException>(() => PostgresServer.FindAsync(Folder, Paths));

        Assert.Equal(
            "PostgreSQL 15 or newer is required: install it (on Debian: apt-get install postgresql), start a container engine, "
            + "or set ConnectionStrings__postgres to a server.",
            missing.Message);
    }

    [Fact]
    public async Task Without_RabbitMQ_the_message_names_the_remedies()
    {
        var missing = await Assert.ThrowsAsync<LocalServerException>(() => RabbitMqServer.FindAsync(Folder, Paths));

        Assert.Equal(
            "RabbitMQ 3.10 or newer is required: install it (on Debian: apt-get install rabbitmq-server), start a container engine, "
            + "or set ConnectionStrings__broker to a server.",
            missing.Message);
    }

    [Theory]
    [InlineData("usr/lib/postgresql/17/bin")]
    [InlineData("usr/pgsql-17/bin")]
    [InlineData("usr/bin")]
    public async Task The_newest_installed_PostgreSQL_is_used(string folder)
    {
        InstallPostgres("usr/lib/postgresql/15/bin", "15.14 (Debian 15.14-0+deb12u1)");
        InstallPostgres(folder, "17.2");

        var server = await PostgresServer.FindAsync(Folder, Paths);

        Assert.Equal(new Version(17, 2), server.Version);
        Assert.Contains(Path.Combine(_machine.Path, folder, "postgres"), server.Command.Arguments);
    }

    [Fact]
    public async Task Data_is_used_by_the_version_that_created_it()
    {
        InstallPostgres("usr/lib/postgresql/15/bin", "15.14");
        InstallPostgres("usr/lib/postgresql/17/bin", "17.2");
        Directory.CreateDirectory(Path.Combine(_home.Path, "postgres"));
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "postgres/PG_VERSION"), "15\n", TestContext.Current.CancellationToken);

        Assert.Equal(15, (await PostgresServer.FindAsync(Folder, Paths)).Version.Major);
    }

    [Fact]
    public async Task An_old_PostgreSQL_is_not_used()
    {
        InstallPostgres("usr/lib/postgresql/14/bin", "14.9");

        await Assert.ThrowsAsync<LocalServerException>(() => PostgresServer.FindAsync(Folder, Paths));
    }

    [Theory]
    [InlineData("3.13.7", true)]
    [InlineData("4.0.5", true)]
    [InlineData("3.9.13", false)]
    public async Task RabbitMQ_is_used_from_version_3_10_on(string version, bool isFound)
    {
        _machine.WriteScript("usr/bin/epmd", "exit 0");
        _machine.WriteScript("opt/rabbitmq/sbin/rabbitmq-server", "exit 0");
        _machine.WriteScript($"opt/rabbitmq/plugins/rabbit-{version}/ebin/rabbit.app", "");

        if (isFound)
        {
            Assert.Equal(Version.Parse(version), (await RabbitMqServer.FindAsync(Folder, Paths)).Version);
        }
        else
        {
            await Assert.ThrowsAsync<LocalServerException>(() => RabbitMqServer.FindAsync(Folder, Paths));
        }
    }

    [Fact]
    public async Task Passwords_are_in_no_command_line()
    {
        InstallPostgres("usr/lib/postgresql/15/bin", "15.14");
        _machine.WriteScript("usr/bin/epmd", "exit 0");
        _machine.WriteScript("usr/lib/rabbitmq/bin/rabbitmq-server", "exit 0");
        _machine.WriteScript("usr/lib/rabbitmq/plugins/rabbit-3.10.8/ebin/rabbit.app", "");

        var (postgres, broker) = (await PostgresServer.FindAsync(Folder, Paths), await RabbitMqServer.FindAsync(Folder, Paths));

        string[] arguments = [.. postgres.Command.Arguments, .. broker.Command.Arguments, .. broker.PortMapperCommand.Arguments];
        Assert.DoesNotContain(arguments, argument => argument.Contains(postgres.Password, StringComparison.Ordinal));
        Assert.DoesNotContain(arguments, argument => argument.Contains(broker.Password, StringComparison.Ordinal));
    }

    private void InstallPostgres(string folder, string version)
    {
        _machine.WriteScript($"{folder}/postgres", $"echo 'postgres (PostgreSQL) {version}'");
        _machine.WriteScript($"{folder}/initdb", "exit 1");
    }
}
