using System.Diagnostics;
using Metropool.Testing.Servers;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>Backup and restore work as <c>docs/operations.md</c> says: its commands are run, on databases of the test's own.</summary>
public sealed class BackupTests
{
    private const string Services = "identity intake scheduling internship assessment";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restore_brings_back_the_backup_and_nothing_else()
    {
        var servers = await TestServers.GetAsync(Cancellation);
        await using var first = TestDatabase.Named(servers, "backup");
        await using var second = TestDatabase.Named(servers, "backup");
        foreach (var database in new[] { first, second })
        {
            await database.CreateAsync();

            // As Intake's: extensions, generated values, an identity column.
            await ExecuteAsync(database, """
                CREATE EXTENSION pg_trgm;
                CREATE TABLE things (id bigint GENERATED ALWAYS AS IDENTITY, name text, folded text GENERATED ALWAYS AS (lower(name)) STORED);
                CREATE INDEX ix_things ON things USING gin (folded gin_trgm_ops);
                INSERT INTO things (name) VALUES ('Before the backup')
                """);
        }

        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await RunAsync(Block("pg_dump"), folder.FullName, servers, first, second);
            await ExecuteAsync(first, "INSERT INTO things (name) VALUES ('After the backup')");
            await ExecuteAsync(second, "DROP TABLE things");

            await RunAsync(Loop(Block("pg_restore"), "pg_restore"), folder.FullName, servers, first, second);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        foreach (var database in new[] { first, second })
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(database.ConnectionString));
            Assert.Equal("before the backup", await ExecuteAsync(database, "SELECT string_agg(folded, ', ') FROM things"));
            await ExecuteAsync(database, "INSERT INTO things (name) VALUES ('Later')");
        }
    }

    private static string Block(string command) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md")).Split("```console\n").Skip(1).Select(block => block.Split("```")[0]).Single(
            block => block.Contains(command, StringComparison.Ordinal));

    // The restore's other steps need the whole platform.
    private static string Loop(string block, string command) => "for " + block.Split("for ").Single(
        loop => loop.Contains(command, StringComparison.Ordinal)).Split("done")[0] + "done";

    private static async Task RunAsync(string commands, string folder, TestServerAddresses servers, params TestDatabase[] databases)
    {
        Assert.Contains(Services, commands, StringComparison.Ordinal);
        var names = string.Join(' ', databases.Select(database => new NpgsqlConnectionStringBuilder(database.ConnectionString).Database));
        var server = new NpgsqlConnectionStringBuilder(servers.Postgres);
        var start = new ProcessStartInfo(
            "bash", ["-euc", commands.Replace(Services, names, StringComparison.Ordinal)]) { WorkingDirectory = folder, RedirectStandardError = true };
        var variables = new[] { ("PGHOST", server.Host), ("PGPORT", $"{server.Port}"), ("PGUSER", server.Username), ("PGPASSWORD", server.Password) };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, error);
    }

    private static async Task<string?> ExecuteAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation) as string;
    }
}
