using Metropool.Http;
using Metropool.Http.Tests;
using Metropool.Mail;
using Metropool.ServiceDefaults;
using Metropool.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Hosting.Tests;

/// <summary>The smallest service: one table, on a database and a virtual host of its own.</summary>
public sealed class SampleService : IAsyncDisposable
{
    private SampleService(WebApplication app, FakeIdentity identity) => (App, Identity) = (app, identity);

    public WebApplication App { get; }

    public FakeIdentity Identity { get; }

    public HttpClient Client(string? token = null)
    {
        var client = ((TestServer)App.Services.GetRequiredService<IServer>()).CreateClient();
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return client;
    }

    public static SampleService Build(
        string database,
        string broker,
        FakeIdentity? identity = null,
        string environment = "Development",
        Action<RouteGroupBuilder>? map = null,
        Action<WebApplicationBuilder>? configure = null,
        params (string Key, string Value)[] settings)
    {
        identity ??= new();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:sample"] = database,
            ["ConnectionStrings:broker"] = broker,
            ["Metropool:PublicUrl"] = environment == "Development" ? "http://localhost:8080" : "https://metropool.example",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSingleton<IKeySetSource>(identity);
        builder.AddPlatform<SampleDbContext>(new ApiDescription("sample", "Sample", "1.0.0", "For tests."), typeof(SampleService).Assembly);
        configure?.Invoke(builder);
        var app = builder.Build();
        var v1 = app.UseServiceApi();
        v1.MapProgrammeTime();
        v1.MapGet("/me", (Caller caller) => caller.PersonId);
        v1.MapGet("/things", (SampleDbContext db) => db.Things.CountAsync()).AllowAnonymous();
        v1.MapPost("/things/{id:int}", async (int id, SampleDbContext db) =>
        {
            db.Add(new Thing { ThingId = id });
            await db.SaveChangesAsync();
        }).AllowAnonymous();
        v1.MapPost("/things/{id:int}/stale-change", async (int id, SampleDbContext db) =>
        {
            db.Attach(new Thing { ThingId = id, Version = 99 }).Entity.Name = "changed";
            await db.SaveChangesAsync();
        }).AllowAnonymous();
#pragma warning disable EF1002 // A parameter has no place in this statement; what is put in is five letters or digits.
        v1.MapPost("/raise/{state}", (string state, SampleDbContext db) =>
            db.Database.ExecuteSqlRawAsync(
                $"DO $$ BEGIN RAISE EXCEPTION 'as asked' USING ERRCODE = '{(state.All(char.IsAsciiLetterOrDigit) ? state : "")}'; END $$")).AllowAnonymous();
#pragma warning restore EF1002
        map?.Invoke(v1);
        app.MapDefaultEndpoints();
        return new SampleService(app, identity);
    }

    public async Task MakeTablesAsync()
    {
        await using var scope = App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SampleDbContext>().Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
    }
}

/// <summary>A database and a virtual host of its own for a test.</summary>
public sealed class Servers : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestVhost _vhost = null!;

    public string Database => _database.ConnectionString;

    public string Broker => _vhost.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        var servers = await TestServers.GetAsync(TestContext.Current.CancellationToken);
        _database = TestDatabase.Named(servers, "hosting");
        _vhost = await TestVhost.CreateAsync(servers, "hosting");
    }

    public async ValueTask DisposeAsync()
    {
        await _vhost.DisposeAsync();
        await _database.DisposeAsync();
    }
}

internal sealed class SampleDbContext(DbContextOptions<SampleDbContext> options) : DbContext(options), IConstraintRefusals
{
    public static Refusal ThingExists { get; } = Refusal.Conflict("sample.thing-exists", "The thing exists.");

    public DbSet<Thing> Things => Set<Thing>();

    public DbSet<Entry> Entries => Set<Entry>();

    public Refusal? RefusalOf(string constraint) => constraint == "pk_things" ? ThingExists : null;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddPlatform();
        modelBuilder.AddOutgoingMail();
        modelBuilder.Entity<Entry>().HasIndex(entry => new { entry.Name, entry.Id });
        modelBuilder.Entity<Thing>().Property(thing => thing.Version).IsConcurrencyToken();
    }
}

/// <summary>Something in a list.</summary>
internal sealed class Entry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public int Group { get; init; }

    public DateTimeOffset At { get; init; }
}

internal sealed class Thing
{
    public int ThingId { get; init; }

    public int Version { get; init; }

    public string? Name { get; set; }
}
