using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Metropool.Journey;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Platform;

/// <summary>The whole platform as the AppHost starts it, on installed servers with data of their own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    /// <summary>What has to be healthy.</summary>
    public static readonly IReadOnlyList<string> Services = ["identity", "intake", "scheduling", "internship", "assessment", "gateway"];

    // Six processes start at the same moment, maybe beside other tests.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(5);

    private readonly TestFolder _folder = new();
    private readonly Variable _path;

    /// <summary>Without a container engine, so that the installed servers are used wherever this runs.</summary>
    public PlatformFixture()
    {
        _folder.WriteScript("bin/docker", "exit 1");
        _folder.WriteScript("bin/podman", "exit 1");
        _path = Variable.PathWith(Path.Combine(Home, "bin"));
    }

    /// <summary>The folder of the run.</summary>
    public string Home => _folder.Path;

    /// <summary>The application.</summary>
    public DistributedApplication Application { get; private set; } = null!;

    /// <summary>A journey on this platform.</summary>
    public JourneyOptions Journey(int participants) => new()
    {
        Url = Application.GetEndpoint("gateway", "http"),
        DemoUsersFile = Path.Combine(Home, "demo-users.json"),
        EditionFile = Path.Combine(Repository.Root, "services", "Scheduling", "editions", "metropool-24.json"),
        EditionHasFindings = true,
        Participants = participants,
    };

    /// <summary>Waits until a resource is healthy, and fails where it ends.</summary>
    public async Task HealthyAsync(string resource)
    {
        using var limit = new CancellationTokenSource(StartBound);
        await Application.ResourceNotifications.WaitForResourceHealthyAsync(resource, WaitBehavior.StopOnResourceUnavailable, limit.Token);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--METROPOOL_HOME={Home}"], TestContext.Current.CancellationToken);
        Application = await builder.BuildAsync(TestContext.Current.CancellationToken);
        await Application.StartAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(Services.Select(HealthyAsync));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
        _path.Dispose();
        _folder.Dispose();
    }
}
