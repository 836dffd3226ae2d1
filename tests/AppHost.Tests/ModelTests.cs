using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Metropool.AppHost.Local;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests;

/// <summary>The servers in the model. Nothing is started.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_connection_strings_no_server_is_started()
    {
        // A container engine is checked only if a server is missing.
        var @checked = Path.Combine(_folder.Path, "checked");
        using var path = PathWithEngine($"touch {@checked}");

        var resources = await ResourcesAsync(
            "--ConnectionStrings:postgres=Host=192.0.2.1;Username=u;Password=p", "--ConnectionStrings:broker=amqp://192.0.2.1/");

        Assert.DoesNotContain(resources, resource => resource is ContainerResource or LocalServerResource);
        // Aspire adds a rebuilder for each project.
        Assert.All(resources.OfType<ExecutableResource>(), resource => Assert.EndsWith("-rebuilder", resource.Name, StringComparison.Ordinal));
        AssertExternal(resources, "postgres");
        AssertExternal(resources, "broker");
        var database = (IResourceWithConnectionString)resources.Single(resource => resource.Name == "intake-db");
        Assert.Equal("{postgres.connectionString};Database=intake;Maximum Pool Size=25", database.ConnectionStringExpression.ValueExpression);
        Assert.False(File.Exists(@checked));
    }

    [Fact]
    public async Task With_a_container_engine_the_servers_are_containers()
    {
        using var path = PathWithEngine("exit 0");

        var resources = await ResourcesAsync();

        Assert.Equal(["broker", "postgres"], resources.OfType<ContainerResource>().Select(resource => resource.Name).Order());
        Assert.Empty(resources.OfType<LocalServerResource>());
    }

    [Fact]
    public async Task Without_a_container_engine_the_installed_servers_are_used_with_secret_passwords()
    {
        using var path = PathWithEngine("exit 1");

        var resources = await ResourcesAsync();

        Assert.Empty(resources.OfType<ContainerResource>());
        Assert.Equal(["broker", "postgres"], resources.OfType<LocalServerResource>().Select(resource => resource.Name).Order());
        Assert.All(
            (string[])["postgres-password", "broker-password"], name => Assert.True(resources.OfType<ParameterResource>().Single(p => p.Name == name).Secret));
        var postgres = resources.OfType<LocalServerResource>().Single(resource => resource.Name == "postgres");
        Assert.Matches(
            "^Host=127\\.0\\.0\\.1;Port=[0-9]+;Username=metropool;Password=\\{postgres-password\\.value\\}$",
            postgres.ConnectionStringExpression.ValueExpression);
    }

    [Fact]
    public async Task One_server_can_be_external_and_the_other_one_installed()
    {
        using var path = PathWithEngine("exit 1");

        var resources = await ResourcesAsync("--ConnectionStrings:broker=amqp://192.0.2.1/");

        Assert.Equal(["postgres"], resources.OfType<LocalServerResource>().Select(resource => resource.Name));
        AssertExternal(resources, "broker");
    }

    // An external server is a secret parameter with its connection string.
    private static void AssertExternal(IReadOnlyList<IResource> resources, string name)
    {
        var server = Assert.IsType<ParameterResource>(resources.Single(resource => resource.Name == name), exactMatch: false);
        Assert.True(server.Secret);
    }

    private EnvironmentVariable PathWithEngine(string script)
    {
        _folder.WriteScript("bin/docker", script);
        _folder.WriteScript("bin/podman", "exit 1");
        return EnvironmentVariable.PathWith(Path.Combine(_folder.Path, "bin"));
    }

    private async Task<IReadOnlyList<IResource>> ResourcesAsync(params string[] settings)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--METROPOOL_HOME={_folder.Path}", "--METROPOOL_POSTGRES=", "--METROPOOL_RABBITMQ=", .. settings], Cancellation);
        // Disposing the builder builds and starts the application, which this prevents.
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => throw new InvalidOperationException("This test starts nothing."));
        return [.. builder.Resources];
    }
}
