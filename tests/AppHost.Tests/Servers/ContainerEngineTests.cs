using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

/// <summary>The choice of the container engine. The clients are fake scripts.</summary>
public sealed class ContainerEngineTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0, null, "docker")]
    [InlineData(1, 0, null, "podman")]
    [InlineData(1, 1, null, null)]
    [InlineData(0, 0, "podman", "podman")]
    [InlineData(0, 1, "podman", null)]
    [InlineData(0, 0, "nerdctl", null)]
    public async Task The_first_available_or_the_configured_engine_is_used(int docker, int podman, string? chosen, string? found)
    {
        _folder.WriteScript("docker", $"[ \"$1\" = info ] && exit {docker}");
        _folder.WriteScript("podman", $"[ \"$1\" = info ] && exit {podman}");
        using var path = new EnvironmentVariable("PATH", $"{_folder.Path}:/usr/bin:/bin");
        using var choice = new EnvironmentVariable("ASPIRE_CONTAINER_RUNTIME", chosen);

        Assert.Equal(found, await ContainerEngine.FindAsync(TestContext.Current.CancellationToken));
    }
}
