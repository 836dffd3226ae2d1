using Metropool.AppHost;
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
var isRun = builder.ExecutionContext.IsRunMode;

// PostgreSQL and RabbitMQ: those of ConnectionStrings__postgres and ConnectionStrings__broker where they are given, else containers. A container's data lies in a
// volume, and its password, which is made at the first start, with the user secrets of this project.
var givenPostgres = IsGiven("postgres") ? builder.AddConnectionString("postgres") : null;
var postgres = givenPostgres is null ? builder.AddPostgres("postgres").WithDataVolume() : null;

IResourceBuilder<IResourceWithConnectionString> broker = IsGiven("broker")
    ? builder.AddConnectionString("broker")
    : builder.AddRabbitMQ("broker").WithManagementPlugin().WithDataVolume();

// Forwarded headers are believed of the proxies in Metropool:TrustedProxies alone, not of everybody as Aspire would have it.
var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .DisableForwardedHeaders()
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

// What the world calls the gateway by: here its own address, elsewhere what whoever deploys it says. So it is with the network that holds the proxy before the
// gateway, and the gateway, which is the proxy before the services: whether somebody came by https, each of them has from the one before it.
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

    gateway.WithReference(service).WaitFor(service);
}

if (isRun)
{
    var folder = Directory.CreateDirectory(Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".run"))).FullName;
    var demoUsersFile = Path.Combine(folder, "demo-users.json");
    identity.WithEnvironment("Metropool__Identity__DemoUsersFile", demoUsersFile);

    // Mail: in development messages are files in this folder.
    identity.WithEnvironment("Metropool__Mail__Folder", Path.Combine(folder, "mail"));
    intake.WithEnvironment("Metropool__Mail__Folder", Path.Combine(folder, "mail"));

    var demo = builder.AddProject<Projects.Metropool_Tool>("demo", options => options.ExcludeLaunchProfile = true)
        .WithArgs("demo")
        .WithEnvironment("METROPOOL_URL", gateway.GetEndpoint("http"))
        .WithEnvironment("METROPOOL_DEMO_USERS", demoUsersFile)
        .WaitFor(gateway)
        .WithExplicitStart();
    gateway.WithDemoCommand(demo.Resource);
    gateway.WithResetCommand(new Resetting(
        givenPostgres?.Resource ?? (IResourceWithConnectionString)postgres!.Resource,
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

builder.Build().Run();

bool IsGiven(string name) => !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name));

IEnumerable<IResourceBuilder<ProjectResource>> WithMigrationOf(IResourceBuilder<ProjectResource> service) =>
    [service, migrations.Single(migration => migration.Resource.Name == $"{service.Resource.Name}-migrate")];

IResourceBuilder<ProjectResource> WithPublicAddress(IResourceBuilder<ProjectResource> project) => publicUrl is null || trustedProxies is null
    ? project.WithEnvironment("Metropool__PublicUrl", gateway.GetEndpoint("http"))
    : project.WithEnvironment("Metropool__PublicUrl", publicUrl).WithEnvironment("Metropool__TrustedProxies__0", trustedProxies);

// A service, and before it its migration: the same project with the argument "migrate", which prepares its database and its part of the broker.
IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = DatabaseOf(name);

    // Without a launch profile it has no endpoint, and so doesn't claim the port of the service.
    var migration = WithPublicAddress(builder.AddProject<TProject>($"{name}-migrate", options => options.ExcludeLaunchProfile = true))
        .WithArgs("migrate")
        .WithReference(database, name)
        .WithReference(broker, "broker");
    if (isRun)
    {
        migration.WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName);
    }

    if (postgres is not null)
    {
        migration.WaitFor(database);
    }

    if (broker.Resource is RabbitMQServerResource)
    {
        migration.WaitFor(broker);
    }

    migrations.Add(migration);
    return WithPublicAddress(builder.AddProject<TProject>(name))
        .DisableForwardedHeaders()
        .WithReference(database, name)
        .WithReference(broker, "broker")
        .WithHttpHealthCheck("/health");
}

// Names of resources are unique, and the service has the short one; it knows its database as ConnectionStrings__<service>.
// On a given server the migration makes the database.
IResourceBuilder<IResourceWithConnectionString> DatabaseOf(string service) => givenPostgres is not null
    ? builder.AddConnectionString($"{service}-db", ReferenceExpression.Create($"{givenPostgres};Database={service}"))
    : postgres!.AddDatabase($"{service}-db", service);
