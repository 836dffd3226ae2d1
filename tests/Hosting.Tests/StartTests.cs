using System.Net;
using System.Text.Json;
using Metropool.Testing;
using Metropool.Testing.Servers;
using Npgsql;

namespace Metropool.Hosting.Tests;

/// <summary>A service started before its database waits and says so in its health; with wrong settings it doesn't start.</summary>
public sealed class StartTests(Servers servers) : IClassFixture<Servers>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_starts_before_its_database_reports_this_and_recovers()
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);
        await service.App.StartAsync(Cancellation);

        var health = await service.Client().GetAsync("/health", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("does not exist", await ReasonOfAsync(health, "database"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.Client().GetAsync("/alive", Cancellation)).StatusCode);
        var answer = await service.Client().GetAsync("/sample/v1/things", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("server.unavailable", await CodeOfAsync(answer));

        await service.MakeTablesAsync();
        await Eventually.TrueAsync(async () => (await service.Client().GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the service is healthy");
        Assert.Equal(HttpStatusCode.OK, (await service.Client().GetAsync("/sample/v1/things", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_server_that_is_unavailable_is_in_the_health_report_and_does_not_prevent_the_start()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(servers.Database) { Port = 1, Timeout = 2 }.ConnectionString;
        await using var service = SampleService.Build(nowhere, "amqp://127.0.0.1:1/");
        await service.App.StartAsync(Cancellation);

        var health = await service.Client().GetAsync("/health", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.NotEmpty(await ReasonOfAsync(health, "database"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.Client().GetAsync("/sample/v1/things", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("ConnectionStrings:sample", "", "ConnectionStrings:sample is not set")]
    [InlineData("ConnectionStrings:sample", "Host=db;Password=secret;Nonsense=1", "ConnectionStrings:sample is not a valid")]
    [InlineData("ConnectionStrings:broker", "", "ConnectionStrings:broker is not set")]
    [InlineData("ConnectionStrings:broker", "http://user:secret@broker", "ConnectionStrings:broker is not an address of RabbitMQ")]
    [InlineData("Metropool:Sample:Capacity", "1", "Metropool:Sample is not a setting")]
    public async Task A_service_with_an_invalid_setting_does_not_start_and_reports_it(string key, string value, string sentence)
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker, settings: (key, value));
        var said = new StringWriter();
        var before = Console.Error;
        Console.SetError(said);
        int code;
        try
        {
            code = await service.App.RunServiceAsync<SampleDbContext>([]);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal(78, code);
        Assert.Contains(sentence, said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_with_unknown_migrations_is_not_migrated()
    {
        await using var database = TestDatabase.Named(await TestServers.GetAsync(Cancellation), "migrated");
        await using var service = SampleService.Build(database.ConnectionString, servers.Broker);
        await service.MakeTablesAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var history = source.CreateCommand(
            """
            CREATE TABLE "__EFMigrationsHistory" (migration_id text PRIMARY KEY, product_version text NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('20010101000000_FromElsewhere', '1.0')
            """))
        {
            await history.ExecuteNonQueryAsync(Cancellation);
        }

        Assert.Equal(1, await service.App.RunServiceAsync<SampleDbContext>(["migrate"]));

        await using var applied = source.CreateCommand("SELECT string_agg(migration_id, ', ') FROM \"__EFMigrationsHistory\"");
        Assert.Equal("20010101000000_FromElsewhere", await applied.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task A_command_without_the_broker_has_its_own_exit_code()
    {
        await using var service = SampleService.Build(servers.Database, "amqp://127.0.0.1:1/");

        Assert.Equal(69, await service.App.RunServiceAsync<SampleDbContext>(["errors"]));
    }

    [Fact]
    public async Task An_unknown_command_is_reported_and_the_service_does_not_start()
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);

        Assert.Equal(64, await service.App.RunServiceAsync<SampleDbContext>(["anounce"]));
    }

    [Theory]
    [InlineData("migrate", "now")]
    [InlineData("announce", "--everything")]
    [InlineData("release-parked", "0199aaaa-0000-7000-8000-000000000000")]
    [InlineData("errors", "intake")]
    public async Task A_command_with_an_unknown_argument_is_not_run(params string[] command)
    {
        await using var service = SampleService.Build(servers.Database, servers.Broker);

        Assert.Equal(64, await service.App.RunServiceAsync<SampleDbContext>([.. command, "--Metropool:ContactEmail=api@metropool.example"]));
    }

    private static async Task<string> ReasonOfAsync(HttpResponseMessage health, string check) =>
        JsonElement.Parse(await health.Content.ReadAsStringAsync(Cancellation)).GetProperty("checks").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == check).GetProperty("reason").GetString() ?? "";

    private static async Task<string?> CodeOfAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString();
}
