using System.Net;
using Aspire.Hosting.Testing;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.Testing;

namespace Metropool.EndToEnd.Tests;

/// <summary>How the AppHost runs the platform.</summary>
public sealed class PlatformTests(PlatformFixture platform)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_becomes_healthy_and_the_gateway_answers()
    {
        await Task.WhenAll(((string[])[.. PlatformFixture.Services, "gateway", "postgres", "broker"]).Select(platform.HealthyAsync));

        using var client = platform.Application.CreateHttpClient("gateway", "http");
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_service_that_is_killed_is_shown_as_failed_and_comes_back_by_a_restart()
    {
        var before = await platform.StateOfAsync("scheduling");
        var starts = StartsOf("scheduling");

        var ended = await platform.KillAsync("scheduling");
        Assert.NotEqual(0, ended.ExitCode ?? 0);

        await platform.RestartAsync("scheduling");
        Assert.NotEqual(before.StartTimeStamp, (await platform.StateOfAsync("scheduling")).StartTimeStamp);

        // Its log goes on with that of the new process.
        await Eventually.TrueAsync(() => Task.FromResult(StartsOf("scheduling") == starts + 1), "the log has both starts");
    }

    [Fact]
    public async Task Passwords_are_masked_on_the_dashboard_and_in_files_of_their_owner()
    {
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(platform.Home, "addresses"))), "the addresses are written");

        Assert.All((string[])["secrets", "addresses"], name => Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(platform.Home, name))));
        var secrets = (await File.ReadAllLinesAsync(Path.Combine(platform.Home, "secrets"), Cancellation)).Select(line => line.Split('=')[1]).ToList();
        foreach (var resource in (string[])["postgres", "broker", "postgres-password", "broker-password", "intake-db", "broker-epmd", "intake"])
        {
            var shown = (await platform.StateOfAsync(resource)).Properties
                .Where(property => secrets.Any(secret => $"{property.Value}".Contains(secret, StringComparison.Ordinal)));
            Assert.All(shown, property => Assert.True(property.IsSensitive, $"{property.Name} of {resource}"));
        }
    }

    [Fact]
    public void What_services_and_servers_write_is_in_files()
    {
        Assert.Contains("ready to accept connections", platform.LogOf("postgres"), StringComparison.Ordinal);
        Assert.Contains("Server startup complete", platform.LogOf("broker"), StringComparison.Ordinal);
        Assert.All(
            [.. PlatformFixture.Services, "gateway"],
            service => Assert.Contains(" info Microsoft.Hosting.Lifetime: Application started.", platform.LogOf(service), StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(Path.Combine(platform.Home, "logs")), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    private int StartsOf(string service) => platform.LogOf(service).Split("Application started.").Length - 1;
}
