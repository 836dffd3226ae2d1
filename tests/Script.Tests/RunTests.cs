using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Metropool.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Script.Tests;

public sealed class RunTests
{
    private static readonly string[] Services = ["gateway", "identity", "intake", "scheduling", "internship", "assessment"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_starts_on_servers_of_its_own_and_stop_leaves_no_process(bool ordinaryUser)
    {
        // As root of a container, in a folder that PostgreSQL's user can't reach; and as an ordinary user.
        await using var checkout = new Checkout(ordinaryUser, reachable: ordinaryUser, container: !ordinaryUser);

        var run = await checkout.RunAsync("run", "--detach", "--no-build");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains($"http://localhost:{checkout.Port}", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"decaan@demo\.metropool\.example +a\+b""c +staff,administrator", run.Output);
        Assert.Matches(@"deelnemer@demo\.metropool\.example +second", run.Output);
        Assert.DoesNotContain("demogemeente-noord", run.Output, StringComparison.Ordinal);

        var status = await checkout.RunAsync("status", "--json");
        var parts = JsonDocument.Parse(status.Output).RootElement.EnumerateArray().ToArray();
        Assert.Equal([.. Services, "postgres", "rabbitmq"], parts.Select(part => part.GetProperty("name").GetString()));
        Assert.All(parts, part =>
        {
            Assert.Equal("healthy", part.GetProperty("state").GetString());
            Assert.InRange(part.GetProperty("rssBytes").GetInt64(), 1_000_000, 1_000_000_000);
            Assert.True(Directory.Exists($"/proc/{part.GetProperty("pid").GetInt32()}"));
        });
        Assert.Equal(["service", "server"], parts.Select(part => part.GetProperty("kind").GetString()).Distinct());

        // Each service has a database of its own, in the same server, and nobody else may read the passwords.
        Assert.Matches(@"^Host=127\.0\.0\.1;Port=\d+;Username=metropool;Password=[0-9a-f]{48};Database=intake;Maximum Pool Size=25\n$", checkout.ReadFile(".run/logs/migrate-intake.log"));
        Assert.All((string[])["secrets", "addresses", "demo-users.json"], file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(checkout.Root, ".run", file))));

        var second = await checkout.RunAsync("run", "--detach", "--no-build");
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"is running already: http://localhost:{checkout.Port}", second.Output, StringComparison.Ordinal);

        // A command of a service's own program, with the environment of the process that serves, and its exit code.
        var command = await checkout.RunAsync("service", "intake", "errors", "and more");
        Assert.Equal(7, command.ExitCode);
        Assert.Matches(@"^errors and more of intake in Host=127\.0\.0\.1;Port=\d+;Username=metropool;Password=[0-9a-f]{48};Database=intake;Maximum Pool Size=25\n$", command.Output);
        Assert.Equal(4, (await checkout.RunAsync("service", "all", "errors")).Output.Split("errors of ").Length - 2);
        Assert.Contains("there is no service 'gateway'", (await checkout.RunAsync("service", "gateway", "errors")).Output, StringComparison.Ordinal);

        var stop = await checkout.RunAsync("stop");
        Assert.True(stop.ExitCode == 0, stop.Output);
        Assert.Equal(3, (await checkout.RunAsync("service", "intake", "errors")).ExitCode);
        Assert.Empty(checkout.Processes());
        Assert.Equal("[]\n", (await checkout.RunAsync("status", "--json")).Output);

        // The data stays, and with it the passwords.
        var again = await checkout.RunAsync("run", "--detach", "--no-build");
        Assert.True(again.ExitCode == 0, again.Output);
        RunningScript.Signal(checkout.ProcessOf("rabbitmq"), "KILL");
        await Eventually.TrueAsync(async () => (await checkout.RunAsync("status")).Output.Contains("dead", StringComparison.Ordinal), "the broker is seen to be dead");
        Assert.Equal(0, (await checkout.RunAsync("stop")).ExitCode);
        Assert.Empty(checkout.Processes());
    }

    [Fact]
    public async Task Ctrl_C_stops_the_gateway_and_then_the_services()
    {
        await using var checkout = new Checkout().WithGivenServers();
        var stops = Directory.CreateDirectory(Path.Combine(checkout.Root, "stops"));
        checkout.Set("STANDIN_STOPS", stops.FullName);
        await using var run = checkout.Start("run", "--no-build");
        await run.SaysAsync("Ctrl+C stops all of it.");

        run.Signal("INT");
        var result = await run.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("stopped\n", result.Output, StringComparison.Ordinal);
        Assert.Empty(checkout.Processes());
        var order = stops.GetFiles().OrderBy(file => long.Parse(File.ReadAllText(file.FullName), CultureInfo.InvariantCulture)).Select(file => file.Name).ToArray();
        Assert.Equal("gateway", order[0]);
        Assert.Equal(Services.Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ctrl_C_during_a_start_stops_what_was_begun()
    {
        await using var checkout = new Checkout().WithGivenServers().Set("STANDIN_NEVER_READY", "intake");
        await using var run = checkout.Start("run", "--no-build");
        await run.SaysAsync("scheduling  healthy");

        run.Signal("INT");
        var result = await run.EndAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.Empty(checkout.Processes());
    }

    [Fact]
    public async Task Stop_ends_a_start_that_is_under_way()
    {
        await using var checkout = new Checkout().WithGivenServers().Set("STANDIN_NEVER_READY", "intake");
        await using var run = checkout.Start("run", "--detach", "--no-build");
        await run.SaysAsync("scheduling  healthy");

        var second = await checkout.RunAsync("run", "--no-build");
        var stop = await checkout.RunAsync("stop");

        Assert.Contains("is being started or stopped right now", second.Output, StringComparison.Ordinal);
        Assert.Equal(1, second.ExitCode);
        Assert.Equal(0, stop.ExitCode);
        Assert.NotEqual(0, (await run.EndAsync()).ExitCode);
        Assert.Empty(checkout.Processes());
    }

    [Fact]
    public async Task Stop_in_another_terminal_ends_a_run_in_the_foreground()
    {
        await using var checkout = new Checkout().WithGivenServers();
        await using var run = checkout.Start("run", "--no-build");
        await run.SaysAsync("Ctrl+C stops all of it.");

        Assert.Equal(0, (await checkout.RunAsync("stop")).ExitCode);
        var result = await run.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("ended by itself", result.Output, StringComparison.Ordinal);
        Assert.Empty(checkout.Processes());
    }

    [Fact]
    public async Task A_part_that_dies_at_the_start_is_named_with_the_end_of_its_log()
    {
        await using var checkout = new Checkout().WithGivenServers().Set("STANDIN_DIES", "scheduling");

        var run = await checkout.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("scheduling has ended by itself", run.Output, StringComparison.Ordinal);
        Assert.Contains("This service was told to die.", run.Output, StringComparison.Ordinal);
        Assert.Empty(checkout.Processes());
    }

    [Fact]
    public async Task A_migration_that_fails_is_named_and_no_service_starts()
    {
        await using var checkout = new Checkout().WithGivenServers().Set("STANDIN_MIGRATION_FAILS", "intake");

        var run = await checkout.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the migration of intake failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("This migration was told to fail.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("starting identity", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_dies_later_is_named_and_the_others_go_on()
    {
        await using var checkout = new Checkout().WithGivenServers();
        await using var run = checkout.Start("run", "--no-build");
        await run.SaysAsync("Ctrl+C stops all of it.");

        RunningScript.Signal(checkout.ProcessOf("intake"), "KILL");

        await run.SaysAsync("intake      has ended by itself");
        var status = await checkout.RunAsync("status");
        Assert.Equal(1, status.ExitCode);
        Assert.Matches(@"intake +service +dead", status.Output);
        Assert.Matches(@"scheduling +service +healthy", status.Output);
        var second = await checkout.RunAsync("run", "--no-build");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("ended by itself: intake", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_holder_and_the_setting_that_moves_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var checkout = new Checkout().WithGivenServers().Set("METROPOOL_PORT", port);

        var run = await checkout.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"port {port} is taken by process {Environment.ProcessId} (", run.Output, StringComparison.Ordinal);
        Assert.Contains("METROPOOL_PORT", run.Output, StringComparison.Ordinal);
        Assert.Empty(checkout.Processes());
    }

    [Fact]
    public async Task A_process_number_that_was_given_out_again_is_not_taken_for_ours()
    {
        await using var checkout = new Checkout();
        Directory.CreateDirectory(Path.Combine(checkout.Root, ".run/parts"));
        // Our own process number, with the start time of another: nothing of Metropool, and nothing to be killed.
        await File.WriteAllTextAsync(Path.Combine(checkout.Root, ".run/parts/gateway"), $"{Environment.ProcessId} 1 service 1 -\n", TestContext.Current.CancellationToken);

        var status = await checkout.RunAsync("status");
        var stop = await checkout.RunAsync("stop");

        Assert.Matches(@"gateway +service +dead", status.Output);
        Assert.Equal(0, stop.ExitCode);
        Assert.Equal("Metropool is not running.\n", (await checkout.RunAsync("status")).Output);
    }

    [Fact]
    public async Task Logs_are_shown_by_name_and_an_unknown_name_gets_the_names()
    {
        await using var checkout = new Checkout().WithGivenServers();
        Assert.Equal(0, (await checkout.RunAsync("run", "--detach", "--no-build")).ExitCode);

        var log = await checkout.RunAsync("logs", "migrate-assessment");
        var unknown = await checkout.RunAsync("logs", "nobody");

        // The given server, with the service's own database.
        Assert.Equal("Host=127.0.0.1;Port=1;Username=somebody;Password=secret;Database=assessment;Maximum Pool Size=25\n", log.Output);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Matches("the logs are: assessment .*gateway .*migrate-intake", unknown.Output);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("run", "--backwards")]
    [InlineData("status", "--xml")]
    public async Task What_it_does_not_know_is_refused(params string[] arguments)
    {
        await using var checkout = new Checkout();

        Assert.Equal(2, (await checkout.RunAsync(arguments)).ExitCode);
    }

    [Fact]
    public async Task Doctor_names_what_is_there_and_how_the_rest_would_be_got()
    {
        await using var checkout = new Checkout().Set("METROPOOL_POSTGRES", "Host=somewhere");

        var doctor = await checkout.RunAsync("doctor");

        Assert.Equal(0, doctor.ExitCode);
        Assert.Matches(@"ok +\.NET SDK +10\.", doctor.Output);
        Assert.Matches(@"ok +PostgreSQL +given by METROPOOL_POSTGRES", doctor.Output);
        Assert.Matches(@"(?m)^ +ok +RabbitMQ +", doctor.Output);
        Assert.Matches(@"(?m)^ +(ok|no) +Docker +", doctor.Output);
        Assert.Contains($"port {checkout.Port}", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_names_data_that_no_installed_postgresql_can_use_as_run_does()
    {
        await using var checkout = new Checkout().Set("METROPOOL_RABBITMQ", "amqp://somewhere");
        Directory.CreateDirectory(Path.Combine(checkout.Root, ".run/postgres"));
        await File.WriteAllTextAsync(Path.Combine(checkout.Root, ".run/postgres/PG_VERSION"), "9\n", TestContext.Current.CancellationToken);

        var doctor = await checkout.RunAsync("doctor");
        var run = await checkout.RunAsync("run", "--detach", "--no-build");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches("missing +PostgreSQL +the data in .* was made by PostgreSQL 9, which isn't installed", doctor.Output);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("was made by PostgreSQL 9, which isn't installed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_needs_a_running_platform()
    {
        await using var checkout = new Checkout();

        var demo = await checkout.RunAsync("demo");

        Assert.Equal(3, demo.ExitCode);
        Assert.Contains("./metropool run --detach", demo.Output, StringComparison.Ordinal);
    }
}
