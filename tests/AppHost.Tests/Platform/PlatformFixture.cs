using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Metropool.Journey;
using Metropool.Testing.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    private IDistributedApplicationTestingBuilder? _builder;

    public PlatformFixture() => _path = _folder.WithoutContainerEngine();

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
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--METROPOOL_HOME={_folder.Path}", "--METROPOOL_POSTGRES=", "--METROPOOL_RABBITMQ="], TestContext.Current.CancellationToken);
        // What resources write is in files, and checks fail while they start.
        _builder.Services.AddLogging(logging => logging.ClearProviders());
        Application = await _builder.BuildAsync(TestContext.Current.CancellationToken);
        await Application.StartAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(Services.Select(HealthyAsync));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_builder is not null)
        {
            await Application.StopAsync();
            await _builder.DisposeAsync();
        }

        _path.Dispose();
        _folder.Dispose();
    }
}
