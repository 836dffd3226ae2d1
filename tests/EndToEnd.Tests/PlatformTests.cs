using System.Net;
using Aspire.Hosting.Testing;
using Metropool.EndToEnd.Tests.Platform;
using Metropool.Testing;

namespace Metropool.EndToEnd.Tests;

/// <summary>The platform, as the AppHost runs it.</summary>
public sealed class PlatformTests(PlatformFixture platform)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_resources_are_healthy_and_the_gateway_responds()
    {
        await Task.WhenAll(((string[])[.. PlatformFixture.Services, "gateway", "postgres", "broker"]).Select(platform.WaitUntilHealthyAsync));

        using var client = platform.Application.CreateHttpClient("gateway", "http");
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_killed_service_is_shown_as_failed_and_can_be_restarted()
    {
        var before = await platform.SnapshotAsync("scheduling");
        var starts = CountStarts("scheduling");

        var ended = await platform.KillAsync("scheduling");
        Assert.NotEqual(0, ended.ExitCode ?? 0);

        await platform.RestartAsync("scheduling");
        Assert.NotEqual(before.StartTimeStamp, (await platform.SnapshotAsync("scheduling")).StartTimeStamp);

        // The new process appends to the log.
        await Eventually.TrueAsync(() => Task.FromResult(CountStarts("scheduling") == starts + 1), "both starts in the log");
    }

    [Fact]
    public async Task Passwords_are_masked_on_the_dashboard_and_only_their_owner_can_read_their_files()
    {
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(Path.Combine(platform.Home, "addresses"))), "the file with the addresses");

        Assert.All((string[])["secrets", "addresses"], name => Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(platform.Home, name))));
        var secrets = (await File.ReadAllLinesAsync(Path.Combine(platform.Home, "secrets"), Cancellation)).Select(line => line.Split('=')[1]).ToList();
        foreach (var resource in (string[])["postgres", "broker", "postgres-password", "broker-password", "intake-db", "broker-epmd", "intake"])
        {
            var shown = (await platform.SnapshotAsync(resource)).Properties
                .Where(property => secrets.Any(secret => $"{property.Value}".Contains(secret, StringComparison.Ordinal)));
            Assert.All(shown, property => Assert.True(property.IsSensitive, $"{property.Name} of {resource}"));
        }
    }

    [Fact]
    public void Services_and_servers_write_log_files()
    {
        Assert.Contains("ready to accept connections", platform.ReadLog("postgres"), StringComparison.Ordinal);
        Assert.Contains("Server startup complete", platform.ReadLog("broker"), StringComparison.Ordinal);
        Assert.All(
            [.. PlatformFixture.Services, "gateway"],
            service => Assert.Contains(" info Microsoft.Hosting.Lifetime: Application started.", platform.ReadLog(service), StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(Path.Combine(platform.Home, "logs")), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    private int CountStarts(string service) => platform.ReadLog(service).Split("Application started.").Length - 1;
}
