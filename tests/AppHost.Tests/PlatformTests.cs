using System.Globalization;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Metropool.AppHost.Tests.Platform;
using Metropool.Journey;
using Metropool.Testing;

namespace Metropool.AppHost.Tests;

/// <summary>The whole platform, started once for these tests.</summary>
public sealed class PlatformTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_becomes_healthy_and_the_gateway_answers()
    {
        await Task.WhenAll(((string[])[.. PlatformFixture.Services, "postgres", "broker"]).Select(platform.HealthyAsync));

        using var client = platform.Application.CreateHttpClient("gateway", "http");
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_group_goes_from_application_to_certificate_through_the_gateway()
    {
        var report = await JourneyPlayer.PlayAsync(platform.Journey(participants: 2), null, Cancellation);

        Assert.True(report.IsComplete, string.Join(Environment.NewLine, report.Missing));
        Assert.Equal(2, report.Certificates);
    }

    [Fact]
    public async Task A_service_that_is_killed_is_shown_as_failed_and_comes_back_by_a_restart()
    {
        var notifications = platform.Application.ResourceNotifications;
        var before = await StateOfAsync("scheduling");
        var pid = Convert.ToInt32(before.Properties.Single(property => property.Name == "executable.pid").Value, CultureInfo.InvariantCulture);

        await AppHostProcess.SignalAsync(pid, "KILL");

        var ended = await notifications.WaitForResourceAsync(
            "scheduling", now => KnownResourceStates.TerminalStates.Contains(now.Snapshot.State?.Text), Cancellation);
        Assert.NotEqual(0, ended.Snapshot.ExitCode ?? 0);

        var restarted = await platform.Application.ResourceCommands.ExecuteCommandAsync("scheduling", KnownResourceCommands.RestartCommand, Cancellation);
        Assert.True(restarted.Success, restarted.Message);
        await platform.HealthyAsync("scheduling");
        Assert.NotEqual(before.StartTimeStamp, (await StateOfAsync("scheduling")).StartTimeStamp);

        // Its log goes on with that of the new process.
        await Eventually.TrueAsync(
            () => Task.FromResult(Log("scheduling").Split("Application started.").Length == 3), "the log has both starts");
    }

    [Fact]
    public async Task Passwords_are_masked_on_the_dashboard_and_in_files_of_their_owner()
    {
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(platform.Home, "addresses"))), "the addresses are written");

        Assert.All((string[])["secrets", "addresses"], name => Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(platform.Home, name))));
        var secrets = (await File.ReadAllLinesAsync(Path.Combine(platform.Home, "secrets"), Cancellation)).Select(line => line.Split('=')[1]).ToList();
        foreach (var resource in (string[])["postgres", "broker", "postgres-password", "broker-password", "intake-db", "broker-epmd", "intake"])
        {
            var shown = (await StateOfAsync(resource)).Properties
                .Where(property => secrets.Any(secret => $"{property.Value}".Contains(secret, StringComparison.Ordinal)));
            Assert.All(shown, property => Assert.True(property.IsSensitive, $"{property.Name} of {resource}"));
        }
    }

    [Fact]
    public void What_services_and_servers_write_is_in_files()
    {
        Assert.Contains("ready to accept connections", Log("postgres"), StringComparison.Ordinal);
        Assert.Contains("Server startup complete", Log("broker"), StringComparison.Ordinal);
        Assert.All(
            PlatformFixture.Services,
            service => Assert.Contains(" info Microsoft.Hosting.Lifetime: Application started.", Log(service), StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(Path.Combine(platform.Home, "logs")), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    private async Task<CustomResourceSnapshot> StateOfAsync(string resource) =>
        (await platform.Application.ResourceNotifications.WaitForResourceAsync(resource, _ => true, Cancellation)).Snapshot;

    private string Log(string resource)
    {
        using var reader = new StreamReader(
            new FileStream(Path.Combine(platform.Home, "logs", $"{resource}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
