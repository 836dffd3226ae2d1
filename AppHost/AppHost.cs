using System.Runtime.InteropServices;
using Metropool.AppHost;
using Metropool.AppHost.Local;
using Metropool.LocalServers;
using Metropool.LocalServers.Control;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = args,
    DisableDashboard = LocalRun.IsDashboardDisabled,
    // Nothing here uses https. Without this, the dashboard warns about a missing certificate.
    TrustDeveloperCertificate = false,
});
var isRun = builder.ExecutionContext.IsRunMode;

LocalRun? run;
try
{
    run = isRun ? await LocalRun.PrepareAsync(builder) : null;
}
catch (LocalServerException exception)
{
    await Console.Error.WriteLineAsync($"AppHost: {exception.Message}");
    return 1;
}

using var runToDispose = run;

// PostgreSQL and RabbitMQ, in this order of preference: external servers (ConnectionStrings__postgres, ConnectionStrings__broker); containers, if an engine is
// available or the platform is published; the installed programs, as processes of this run. A container has its data in a volume and its password, generated
// at the first start, in the user secrets of this project.
var useContainers = run is null or { HasContainerEngine: true };
var postgresContainer = useContainers && !builder.Configuration.HasServer("postgres")
    ? builder.AddPostgres("postgres").WithArgs("-c", "max_connections=600").WithDataVolume(run?.VolumeOf("postgres"))
    : null;
var postgres = postgresContainer is null ? ServerOf("postgres") : null;
var broker = useContainers && !builder.Configuration.HasServer("broker")
    ? builder.AddRabbitMQ("broker").WithManagementPlugin().WithDataVolume(run?.VolumeOf("broker"))
    : ServerOf("broker");

// Forwarded headers are accepted only from Metropool:TrustedProxies. By default, Aspire accepts them from every address.
var gateway = Configure(builder.AddProject<Projects.Gateway>("gateway"))
    .DisableForwardedHeaders()
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/docs", DisplayText = "API reference" });
if (isRun)
{
    gateway.WithEndpoint("http", endpoint => endpoint.Port = run?.GatewayPort);
}

// Deployment parameters: the public address of the gateway, and the network of the trusted proxies. These are the proxy before the gateway, and the gateway,
// which is the proxy before the services. From the forwarded headers, each of them knows whether a request came over https.
var publicUrl = isRun ? null : builder.AddParameter("public-url");
var trustedProxies = isRun ? null : builder.AddParameter("trusted-proxies");
WithPublicAddress(gateway);

var migrations = new List<IResourceBuilder<ProjectResource>>();
var identity = AddService<Projects.Identity>("identity");
var intake = AddService<Projects.Intake>("intake").WithReference(identity);
IResourceBuilder<ProjectResource>[] services =
[
    identity,
    intake,
    AddService<Projects.Scheduling>("scheduling").WithReference(identity),
    AddService<Projects.Internship>("internship").WithReference(identity),
    AddService<Projects.Assessment>("assessment").WithReference(identity),
];

foreach (var service in services)
{
    // An event that is published before its queues exist is lost. Therefore each service waits for all migrations.
    foreach (var migration in migrations)
    {
        service.WaitForCompletion(migration);
    }

    // In a local run, the gateway starts at the same time and returns 503 for services that aren't ready yet.
    gateway.WithReference(service);
    _ = isRun ? gateway.WaitForStart(service) : gateway.WaitFor(service);
}

if (run is not null)
{
    identity.WithEnvironment("Metropool__Identity__DemoUsersFile", run.DemoUsersFile);

    // In Development, mail messages are written to files.
    identity.WithEnvironment("Metropool__Mail__Folder", run.MailFolder);
    intake.WithEnvironment("Metropool__Mail__Folder", run.MailFolder);

    var server = postgresContainer?.Resource ?? postgres!.Resource;
    builder.Services
        .AddSingleton(run)
        .AddSingleton(run.Folder)
        .AddSingleton(new RunAddresses(run, gateway, server, broker.Resource))
        .AddSingleton(services => new RunParts(Parts(server), services.GetRequiredService<ResourceNotificationService>()))
        .AddSingleton<ResourceLogFiles>()
        .AddSingleton<ControlServer>()
        .AddSingleton<OrchestratorWatchdog>()
        .AddSingleton<RunReport>();
    builder.OnBeforeStart((started, cancellationToken) =>
    {
        started.Services.GetRequiredService<ResourceLogFiles>().Start();
        started.Services.GetRequiredService<RunParts>().Start();
        started.Services.GetRequiredService<RunReport>().Start();
        if (OperatingSystem.IsLinux())
        {
            started.Services.GetRequiredService<OrchestratorWatchdog>().Start();
        }

        return started.Services.GetRequiredService<ControlServer>().StartAsync(cancellationToken);
    });

    var demo = Configure(builder.AddProject<Projects.Metropool_Tool>("demo", options => options.ExcludeLaunchProfile = true))
        .WithArgs("demo")
        .WithEnvironment("METROPOOL_URL", gateway.GetEndpoint("http"))
        .WithEnvironment("METROPOOL_DEMO_USERS", run.DemoUsersFile)
        .WaitFor(gateway)
        .WithExplicitStart();
    gateway.WithDemoCommand(demo.Resource);
    gateway.WithResetCommand(new ResetTargets(
        server,
        [.. services.Select(service => service.Resource)],
        [.. migrations.Select(migration => migration.Resource)],
        demo.Resource));
}
else
{
    gateway.WithEnvironment("Metropool__Gateway__Security__Contacts__0", builder.AddParameter("security-contact"));

    var mailHost = builder.AddParameter("mail-host");
    var mailFrom = builder.AddParameter("mail-from");
    var mailUser = builder.AddParameter("mail-user");
    var mailPassword = builder.AddParameter("mail-password", secret: true);
    var dataProtectionKey = builder.AddParameter("data-protection-key", secret: true);
    var firstAdministrator = builder.AddParameter("first-administrator");

    // A migration validates the same settings as its service.
    foreach (var project in WithMigrationOf(identity).Concat(WithMigrationOf(intake)))
    {
        project
            .WithEnvironment("Metropool__Mail__Host", mailHost)
            .WithEnvironment("Metropool__Mail__From", mailFrom)
            .WithEnvironment("Metropool__Mail__UserName", mailUser)
            .WithEnvironment("Metropool__Mail__Password", mailPassword);
    }

    foreach (var project in WithMigrationOf(identity))
    {
        project
            .WithEnvironment("Metropool__Identity__DataProtectionKeys__0", dataProtectionKey)
            .WithEnvironment("Metropool__Identity__FirstAdministrator__Email", firstAdministrator);
    }
}

await using var application = builder.Build();
var lifetime = application.Services.GetRequiredService<IHostApplicationLifetime>();
lifetime.ApplicationStopping.Register(() =>
{
    // Hides errors that only the shutdown causes.
    builder.Configuration["Logging:Console:LogLevel:Default"] = "None";
    ((IConfigurationRoot)builder.Configuration).Reload();
});
var report = application.Services.GetService<RunReport>();
var orchestrator = application.Services.GetService<OrchestratorWatchdog>();

// Closing the terminal stops the run, as Ctrl+C does.
using var hangup = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
{
    signal.Cancel = true;
    lifetime.StopApplication();
});
try
{
    await application.RunAsync();
}
catch (Exception exception) when (run is not null && exception is DistributedApplicationException or OperationCanceledException or IOException)
{
    await Console.Error.WriteLineAsync(
        $"AppHost: Aspire's orchestrator (dcp) doesn't start or doesn't respond: {exception.Message} "
        + "If this happens again, remove the package aspire.hosting.orchestration.* from NuGet's package folder and build again.");
    return 1;
}

return report is { HasStoppedRun: true } || orchestrator is { HasStoppedRun: true } ? 1 : 0;

IEnumerable<IResourceBuilder<ProjectResource>> WithMigrationOf(IResourceBuilder<ProjectResource> service) =>
    [service, migrations.Single(migration => migration.Resource.Name == $"{service.Resource.Name}-migrate")];

// The parts in the order in which the start report and ./metropool status show them.
IReadOnlyList<(string, RunPartKind)> Parts(IResource server) =>
[
    .. services.Prepend(gateway).Select(service => (service.Resource.Name, RunPartKind.Service)),
    .. ((IResource[])[server, broker.Resource]).Where(resource => resource is LocalServerResource or ContainerResource)
        .Select(resource => (resource.Name, RunPartKind.Server)),
    .. migrations.Select(migration => (migration.Resource.Name, RunPartKind.Migration)),
    .. builder.Resources.OfType<ExecutableResource>().Where(resource => resource.Name == LocalServerResourceExtensions.PortMapperOf(broker.Resource.Name))
        .Select(resource => (resource.Name, RunPartKind.Helper)),
];

IResourceBuilder<ProjectResource> WithPublicAddress(IResourceBuilder<ProjectResource> project) => publicUrl is null || trustedProxies is null
    ? project.WithEnvironment("Metropool__PublicUrl", gateway.GetEndpoint("http"))
    : project.WithEnvironment("Metropool__PublicUrl", publicUrl).WithEnvironment("Metropool__TrustedProxies__0", trustedProxies);

IResourceBuilder<ProjectResource> Configure(IResourceBuilder<ProjectResource> project) => isRun ? project.WithLocalDefaults() : WithoutHttps(project);

// By default, Aspire publishes an https endpoint with every http endpoint. Here TLS ends at the proxy before the gateway.
IResourceBuilder<ProjectResource> WithoutHttps(IResourceBuilder<ProjectResource> project)
{
    foreach (var https in project.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme == "https").ToList())
    {
        project.Resource.Annotations.Remove(https);
    }

    return project;
}

// An external or installed server.
IResourceBuilder<IResourceWithConnectionString> ServerOf(string name) => (name, run) switch
{
    ("postgres", { Postgres: { } server }) => builder.AddLocalPostgres(name, server),
    ("broker", { RabbitMq: { } server }) => builder.AddLocalRabbitMq(name, server),
    _ => builder.AddConnectionString(name),
};

// Adds a service and its migration: the same project with the argument "migrate", which prepares the service's database, exchanges and queues.
IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = DatabaseOf(name);

    // Without a launch profile it has no endpoint, and so doesn't use the port of the service.
    var migration = Configure(WithPublicAddress(builder.AddProject<TProject>($"{name}-migrate", options => options.ExcludeLaunchProfile = true)))
        .WithArgs("migrate")
        .WithReference(database, name)
        .WithReference(broker, "broker");
    if (isRun)
    {
        migration.WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);
    }

    WaitForServer(migration, postgresContainer is null ? postgres! : database);
    WaitForServer(migration, broker);
    migrations.Add(migration);
    var service = Configure(WithPublicAddress(builder.AddProject<TProject>(name)))
        .DisableForwardedHeaders()
        .WithReference(database, name)
        .WithReference(broker, "broker")
        .WithHttpHealthCheck("/health");

    // The dashboard shows the migration below its service.
    migration.WithParentRelationship(service);

    // Any free port, because another checkout may use the one of the launch profile.
    return isRun ? service.WithEndpoint("http", endpoint => endpoint.Port = null) : service;
}

// A migration retries until both servers are available. But on a small machine, five migrations slow down the start of the broker, and pulling a container
// image can take longer than they retry.
void WaitForServer(IResourceBuilder<ProjectResource> migration, IResourceBuilder<IResourceWithConnectionString> server)
{
    if (server.Resource is LocalServerResource or PostgresDatabaseResource or RabbitMQServerResource)
    {
        migration.WaitFor(server);
    }
}

// Resource names are unique, so the database of a service has the suffix "-db". Its connection string is ConnectionStrings__<service>.
// Unless the server is a container, the migration creates the database.
IResourceBuilder<IResourceWithConnectionString> DatabaseOf(string service) => postgresContainer is not null
    ? postgresContainer.AddDatabase($"{service}-db", service)
    : builder.AddConnectionString($"{service}-db", ReferenceExpression.Create($"{postgres!};Database={service};Maximum Pool Size=25"))
        .WithParentRelationship(postgres!);
