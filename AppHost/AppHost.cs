using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

// PostgreSQL and RabbitMQ: those of ConnectionStrings__postgres and ConnectionStrings__broker where they are given, else containers.
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
gateway.WithEnvironment("Metropool__PublicUrl", gateway.GetEndpoint("http"));

var demoUsersFile = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".run", "demo-users.json"));
Directory.CreateDirectory(Path.GetDirectoryName(demoUsersFile)!);

var migrations = new List<IResourceBuilder<ProjectResource>>();

var identity = AddService<Projects.Identity>("identity")
    .WithEnvironment("Metropool__Identity__DemoUsersFile", demoUsersFile)
    .WithEnvironment("Metropool__Mail__Folder", Path.Combine(Path.GetDirectoryName(demoUsersFile)!, "mail"));
IResourceBuilder<ProjectResource>[] services =
[
    identity,
    AddService<Projects.Intake>("intake").WithReference(identity),
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

builder.Build().Run();

bool IsGiven(string name) => !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString(name));

// A service, and before it its migration: the same project with the argument "migrate", which prepares its database and its part of the broker.
IResourceBuilder<ProjectResource> AddService<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var database = DatabaseOf(name);

    // Without a launch profile it has no endpoint, and so doesn't claim the port of the service.
    var migration = builder.AddProject<TProject>($"{name}-migrate", options => options.ExcludeLaunchProfile = true)
        .WithArgs("migrate")
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithEnvironment("Metropool__PublicUrl", gateway.GetEndpoint("http"))
        .WithReference(database, name)
        .WithReference(broker, "broker");
    if (postgres is not null)
    {
        migration.WaitFor(database);
    }

    if (broker.Resource is RabbitMQServerResource)
    {
        migration.WaitFor(broker);
    }

    migrations.Add(migration);
    return builder.AddProject<TProject>(name)
        .DisableForwardedHeaders()
        .WithEnvironment("Metropool__PublicUrl", gateway.GetEndpoint("http"))
        .WithReference(database, name)
        .WithReference(broker, "broker")
        .WithHttpHealthCheck("/health");
}

// Names of resources are unique, and the service has the short one; it knows its database as ConnectionStrings__<service>.
// On a given server the migration makes the database.
IResourceBuilder<IResourceWithConnectionString> DatabaseOf(string service) => givenPostgres is not null
    ? builder.AddConnectionString($"{service}-db", ReferenceExpression.Create($"{givenPostgres};Database={service}"))
    : postgres!.AddDatabase($"{service}-db", service);
