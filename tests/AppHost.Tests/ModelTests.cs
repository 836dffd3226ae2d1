using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Metropool.AppHost.Local;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests;

/// <summary>Which servers are in the model. Nothing is started.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_given_connection_strings_no_server_is_started()
    {
        // An engine would be asked only where a server is missing.
        var asked = Path.Combine(_folder.Path, "asked");
        using var path = PathWithEngine($"touch {asked}");

        var resources = await ResourcesAsync(
            "--ConnectionStrings:postgres=Host=192.0.2.1;Username=u;Password=p", "--ConnectionStrings:broker=amqp://192.0.2.1/");

        Assert.DoesNotContain(resources, resource => resource is ContainerResource or LocalServerResource);
        // Each project has one that rebuilds it when it is asked to.
        Assert.All(resources.OfType<ExecutableResource>(), resource => Assert.EndsWith("-rebuilder", resource.Name, StringComparison.Ordinal));
        AssertGiven(resources, "postgres");
        AssertGiven(resources, "broker");
        var database = (IResourceWithConnectionString)resources.Single(resource => resource.Name == "intake-db");
        Assert.Equal("{postgres.connectionString};Database=intake;Maximum Pool Size=25", database.ConnectionStringExpression.ValueExpression);
        Assert.False(File.Exists(asked));
    }

    [Fact]
    public async Task Where_a_container_engine_answers_the_servers_are_containers()
    {
        using var path = PathWithEngine("exit 0");

        var resources = await ResourcesAsync();

        Assert.Equal(["broker", "postgres"], resources.OfType<ContainerResource>().Select(resource => resource.Name).Order());
        Assert.Empty(resources.OfType<LocalServerResource>());
    }

    [Fact]
    public async Task Where_none_answers_the_servers_are_the_installed_ones_with_secret_passwords()
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
    public async Task One_given_server_leaves_the_other_to_this_machine()
    {
        using var path = PathWithEngine("exit 1");

        var resources = await ResourcesAsync("--ConnectionStrings:broker=amqp://192.0.2.1/");

        Assert.Equal(["postgres"], resources.OfType<LocalServerResource>().Select(resource => resource.Name));
        AssertGiven(resources, "broker");
    }

    // A connection string of the configuration is a secret parameter, for which nothing waits.
    private static void AssertGiven(IReadOnlyList<IResource> resources, string name)
    {
        var server = Assert.IsType<ParameterResource>(resources.Single(resource => resource.Name == name), exactMatch: false);
        Assert.True(server.Secret);
    }

    private Variable PathWithEngine(string script)
    {
        _folder.WriteScript("bin/docker", script);
        _folder.WriteScript("bin/podman", "exit 1");
        return Variable.PathWith(Path.Combine(_folder.Path, "bin"));
    }

    private async Task<IReadOnlyList<IResource>> ResourcesAsync(params string[] settings)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--METROPOOL_HOME={_folder.Path}", "--METROPOOL_POSTGRES=", "--METROPOOL_RABBITMQ=", .. settings], Cancellation);
        // Its application is built when it is disposed of, and would go on.
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) => throw new InvalidOperationException("This test starts nothing."));
        return [.. builder.Resources];
    }
}
