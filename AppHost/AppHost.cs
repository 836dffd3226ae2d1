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
    DisableDashboard = LocalRun.HasNoDashboard,
    // Nothing here uses https: the dashboard would warn of a certificate that is missing.
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

using var held = run;

// PostgreSQL and RabbitMQ: those of ConnectionStrings__postgres and ConnectionStrings__broker where they are given, else containers where an engine answers
// and when the platform is published, else those that are installed, as processes of this run. A container's data is in a volume, and its password,
// which is made at the first start, with the user secrets of this project.
var containers = run is null or { HasContainerEngine: true };
var postgresContainer = containers && !builder.Configuration.IsGiven("postgres")
    ? builder.AddPostgres("postgres").WithArgs("-c", "max_connections=600").WithDataVolume(run?.VolumeOf("postgres"))
    : null;
var postgres = postgresContainer is null ? ServerOf("postgres") : null;
var broker = containers && !builder.Configuration.IsGiven("broker")
    ? builder.AddRabbitMQ("broker").WithManagementPlugin().WithDataVolume(run?.VolumeOf("broker"))
    : ServerOf("broker");

// Forwarded headers are accepted only from the proxies in Metropool:TrustedProxies, not from every address as is Aspire's default.
var gateway = Configure(builder.AddProject<Projects.Gateway>("gateway"))
    .DisableForwardedHeaders()
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/docs", DisplayText = "API reference" });
if (isRun)
{
    gateway.WithEndpoint("http", endpoint => endpoint.Port = run?.GatewayPort);
}

// The public address of the gateway: on this machine its own, in a deployment a parameter. So is the network that holds the proxy before the gateway, and the
// gateway, which is the proxy before the services: each of them learns from the one before it whether a request came over https.
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
    // Every queue is there before anything is published: an event without a queue is gone. So each waits for the migrations of all.
    foreach (var migration in migrations)
    {
        service.WaitForCompletion(migration);
    }

    // On this machine it starts beside them, and answers 503 for a service that isn't ready yet.
    gateway.WithReference(service);
    _ = isRun ? gateway.WaitForStart(service) : gateway.WaitFor(service);
}

if (run is not null)
{
    identity.WithEnvironment("Metropool__Identity__DemoUsersFile", run.DemoUsersFile);

    // Mail: in development messages are files in this folder.
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
        .AddSingleton<OrchestratorWatch>()
        .AddSingleton<RunReport>();
    builder.OnBeforeStart((starting, cancellationToken) =>
    {
        starting.Services.GetRequiredService<ResourceLogFiles>().Start();
        starting.Services.GetRequiredService<RunParts>().Start();
        starting.Services.GetRequiredService<RunReport>().Start();
        if (OperatingSystem.IsLinux())
        {
            starting.Services.GetRequiredService<OrchestratorWatch>().Start();
        }

        return starting.Services.GetRequiredService<ControlServer>().StartAsync(cancellationToken);
    });

    var demo = Configure(builder.AddProject<Projects.Metropool_Tool>("demo", options => options.ExcludeLaunchProfile = true))
        .WithArgs("demo")
        .WithEnvironment("METROPOOL_URL", gateway.GetEndpoint("http"))
        .WithEnvironment("METROPOOL_DEMO_USERS", run.DemoUsersFile)
        .WaitFor(gateway)
        .WithExplicitStart();
    gateway.WithDemoCommand(demo.Resource);
    gateway.WithResetCommand(new Resetting(
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

    // A migration doesn't begin without the settings that the service itself needs.
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
    // What the end of a run cuts off is no error.
    builder.Configuration["Logging:Console:LogLevel:Default"] = "None";
    ((IConfigurationRoot)builder.Configuration).Reload();
});
var report = application.Services.GetService<RunReport>();
var orchestrator = application.Services.GetService<OrchestratorWatch>();

// A terminal that is closed ends the run as Ctrl+C does.
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
        $"AppHost: Aspire's orchestrator (dcp) doesn't start or doesn't answer: {exception.Message} "
        + "If it stays so, remove its package (aspire.hosting.orchestration.*) from NuGet's folder and build again.");
    return 1;
}

return report is { HasEndedRun: true } || orchestrator is { HasEndedRun: true } ? 1 : 0;

IEnumerable<IResourceBuilder<ProjectResource>> WithMigrationOf(IResourceBuilder<ProjectResource> service) =>
    [service, migrations.Single(migration => migration.Resource.Name == $"{service.Resource.Name}-migrate")];

// The parts that the start reports and ./metropool status shows, in this order.
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

// Aspire publishes an https endpoint with every http one. Ours have none: https ends at the proxy before the gateway.
IResourceBuilder<ProjectResource> WithoutHttps(IResourceBuilder<ProjectResource> project)
{
    foreach (var https in project.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme == "https").ToList())
    {
        project.Resource.Annotations.Remove(https);
    }

    return project;
}

// A server that is given or installed.
IResourceBuilder<IResourceWithConnectionString> ServerOf(string name) => (name, run) switch
{
    ("postgres", { Postgres: { } server }) => builder.AddLocalPostgres(name, server),
    ("broker", { RabbitMq: { } server }) => builder.AddLocalRabbitMq(name, server),
    _ => builder.AddConnectionString(name),
};

// A service, and before it its migration: the same project with the argument "migrate", which prepares its database and its part of the broker.
IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = DatabaseOf(name);

    // Without a launch profile it has no endpoint, and so doesn't claim the port of the service.
    var migration = Configure(WithPublicAddress(builder.AddProject<TProject>($"{name}-migrate", options => options.ExcludeLaunchProfile = true)))
        .WithArgs("migrate")
        .WithReference(database, name)
        .WithReference(broker, "broker");
    if (isRun)
    {
        migration.WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);
    }

    AwaitServer(migration, postgresContainer is null ? postgres! : database);
    AwaitServer(migration, broker);
    migrations.Add(migration);
    var service = Configure(WithPublicAddress(builder.AddProject<TProject>(name)))
        .DisableForwardedHeaders()
        .WithReference(database, name)
        .WithReference(broker, "broker")
        .WithHttpHealthCheck("/health");

    // The dashboard shows it below its service.
    migration.WithParentRelationship(service);

    // Any free port: that of its launch profile may be taken, by another checkout for one.
    return isRun ? service.WithEndpoint("http", endpoint => endpoint.Port = null) : service;
}

// A migration would wait for both servers itself. But five of them that start beside the broker leave it so little of a small machine that everything is later,
// and the image of a container may have to be fetched, which takes longer than they wait.
void AwaitServer(IResourceBuilder<ProjectResource> migration, IResourceBuilder<IResourceWithConnectionString> server)
{
    if (server.Resource is LocalServerResource or PostgresDatabaseResource or RabbitMQServerResource)
    {
        migration.WaitFor(server);
    }
}

// Names of resources are unique, and the service has the short one; it knows its database as ConnectionStrings__<service>.
// On a server that is no container the migration makes the database.
IResourceBuilder<IResourceWithConnectionString> DatabaseOf(string service) => postgresContainer is not null
    ? postgresContainer.AddDatabase($"{service}-db", service)
    : builder.AddConnectionString($"{service}-db", ReferenceExpression.Create($"{postgres!};Database={service};Maximum Pool Size=25"))
        .WithParentRelationship(postgres!);
