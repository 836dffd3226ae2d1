using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Metropool.Http.Tests;

/// <summary>A small API as a service would make one, with Identity replaced by <see cref="FakeIdentity"/>.</summary>
public sealed class SampleApi : IAsyncLifetime
{
    public FakeIdentity Identity { get; } = new();

    /// <summary>System time; it stands still until a test moves it.</summary>
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public MemoryKeySetStore Store { get; } = new();

    public WebApplication App { get; private set; } = null!;

    /// <summary>Whether it listens on a port, as a service does, and not in memory.</summary>
    public bool ListensOnPort { get; init; }

    /// <summary>Further services, or other options.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    public TestServer Server => (TestServer)App.Services.GetRequiredService<IServer>();

    public static ApiDescription Description { get; } = new("sample", "Sample", "1.2.3", "For tests.");

    public HttpClient Client(string? token = null)
    {
        var client = Server.CreateClient();
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return client;
    }

    public async ValueTask InitializeAsync() => await StartAsync();

    public async Task StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        if (ListensOnPort)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IKeySetSource>(Identity);
        builder.Services.AddSingleton<IKeySetStore>(Store);
        builder.Services.AddSingleton<Tables>();
        builder.AddServiceApi(Description);
        Configure?.Invoke(builder.Services);
        App = builder.Build();
        var v1 = App.UseServiceApi();
        v1.MapGet("/me", Me);
        v1.MapGet("/open", () => "open").AllowAnonymous();
        v1.MapGet("/staff", () => "staff").RequireAuthorization(Policies.Staff);
        v1.MapGet("/things/{id:guid}", (Guid id, [Range(1, 100)] int limit = 10) => $"{id} {limit}").AllowAnonymous();
        v1.MapGet("/numbers", (int number) => number).AllowAnonymous();
        v1.MapGet("/names/{name}", (string name, string? like, DateOnly? since) => $"{name} {like} {since}").AllowAnonymous();
        v1.MapGet("/kinds", (Kind? kind) => $"{kind}").AllowAnonymous();
        v1.MapPost("/things", Make).AllowAnonymous();
        v1.MapPost("/limited", Make).AllowAnonymous().WithBodyLimit(SmallLimit);
        v1.MapPost("/guarded", Make);
        v1.MapPost("/orders/{shelf}", Order).AllowAnonymous();
        v1.MapPost("/parts", ([Length(1, 3)] IReadOnlyList<Part> parts) => TypedResults.Ok(parts)).AllowAnonymous();
        v1.MapGet("/moments", (DateTimeOffset at) => TypedResults.Ok(at)).AllowAnonymous();
        v1.MapPost("/moments", (Moment moment) => TypedResults.Ok(moment)).AllowAnonymous();
        v1.MapGet("/pages", ([AsParameters] Paging paging, Kind? kind) => TypedResults.Ok($"{paging.Size} {kind}")).AllowAnonymous();
        v1.MapGet("/refusal", () => Refusal.Conflict("sample.full", "It is full.", new Fault("places", "none-left", "No place is left.")).ToProblem())
            .AllowAnonymous();
        v1.MapGet("/failure", string () => throw new InvalidTimeZoneException("secret detail")).AllowAnonymous();
        v1.MapGet("/services", (Tables tables) => tables.Name).AllowAnonymous();
        v1.MapGet("/note", () => TypedResults.Ok(Shown)).AllowAnonymous();
        v1.MapPut("/note", (Note note, IfMatch ifMatch) =>
            ifMatch.Mismatch(Shown) is { } refusal ? (IResult)refusal.ToProblem() : TypedResults.Ok(Shown = note)).AllowAnonymous();
        await App.StartAsync();
    }

    /// <summary>The largest body of <c>/limited</c>.</summary>
    public const int SmallLimit = 1000;

    internal Note Shown { get; set; } = new("first", "beside", 1);

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
        {
            await App.StopAsync();
            await App.DisposeAsync();
        }
    }

    private static Ok<string> Me(Caller caller) => TypedResults.Ok(caller.PersonId.ToString());

    private static Results<Created<Thing>, ProblemHttpResult> Make(Thing thing) => TypedResults.Created("/sample/v1/things/1", thing);

    private static Ok<string> Order(
        int shelf,
        Kind? kind,
        Guid buyer,
        DateOnly? day,
        DateTimeOffset? at,
        TimeOnly? time,
        bool? gift,
        [FromQuery(Name = "number")] int[]? numbers,
        Thing thing) =>
        TypedResults.Ok(FormattableString.Invariant($"{shelf} {kind} {buyer} {day:O} {at:O} {time:O} {gift} {string.Join(",", numbers ?? [])} {thing.Name}"));

    /// <param name="Name">Its name.</param>
    /// <param name="Size">Its size.</param>
    /// <param name="Parts">What it is made of.</param>
    /// <param name="MadeAt">When it was made.</param>
    /// <param name="Note">Anything else.</param>
    /// <param name="Labels">What is written on it.</param>
    /// <param name="Country">Where it is from.</param>
    /// <param name="Mail">Whom to write to about it.</param>
    /// <param name="OpensAt">When it opens.</param>
    /// <param name="Nickname">What it is called besides.</param>
    /// <param name="Register">The number of who made it.</param>
    internal sealed record Thing(
        [StringLength(10, MinimumLength = 2)] string Name, [Range(1, 9)] int Size, IReadOnlyList<Part> Parts, DateTimeOffset? MadeAt, [Multiline] string? Note,
        IReadOnlyList<string>? Labels = null,
        [RegularExpression("[A-Z]{2}")] string? Country = null,
        [EmailAddress] string? Mail = null,
        TimeOnly? OpensAt = null,
        [StringLength(10, MinimumLength = 2)] string? Nickname = null, [KvkNumber] string? Register = null);

    /// <summary>Something with two faults that can be found in one value.</summary>
    internal sealed record Moment(DateTimeOffset To, [property: DutchPostcode] string Postcode) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            To.Year > 2100 ? [new ValidationResult("It is too far away.", [nameof(To)])] : [];
    }

    /// <summary>Something that is changed, and something that is shown along.</summary>
    internal sealed record Note(string Text, [MayBeEmpty] string Beside, long Version) : IVersioned
    {
        public ResourceVersion GetVersion() => Version;
    }

    internal sealed record Part
    {
        [Required, MaxLength(5)]
        public required string Title { get; init; }

        public Kind Kind { get; init; }
    }

    /// <summary>Something of the container that must not be looked into, as a database context is.</summary>
    internal sealed class Tables
    {
        private int _reads;

        public string Name => ++_reads == 1 ? "read by the handler alone" : throw new InvalidOperationException("It was looked into.");
    }

    internal enum Kind
    {
        Wooden,
        CastIron,
    }
}

public sealed class MemoryKeySetStore : IKeySetStore
{
    public KeySet? Kept { get; set; }

    public Task<KeySet?> ReadAsync(string issuer, CancellationToken cancellationToken) => Task.FromResult(Kept?.Issuer == issuer ? Kept : null);

    public Task SaveAsync(KeySet keySet, CancellationToken cancellationToken)
    {
        Kept = keySet;
        return Task.CompletedTask;
    }
}

internal static class Responses
{
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.All(["type", "title", "detail", "code", "traceId"], name => Assert.NotEmpty(problem.GetProperty(name).GetString()!));
        Assert.EndsWith(problem.GetProperty("code").GetString()!, problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        return problem;
    }

    public static string Code(this JsonElement problem) => problem.GetProperty("code").GetString()!;

    public static IReadOnlyList<(string Where, string Code)> Errors(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("where").GetString()!, e.GetProperty("code").GetString()!))];
}
