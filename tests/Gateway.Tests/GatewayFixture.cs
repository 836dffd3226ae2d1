using System.Text.Json;
using Metropool.Http.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway with two fake services: Identity, which publishes its keys, and Intake. Scheduling is unavailable.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public FakeIdentity Keys { get; } = new();

    internal FakeService Identity { get; private set; } = null!;

    internal FakeService Intake { get; private set; } = null!;

    public WebApplicationFactory<Program> Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Identity = await FakeService.StartAsync(app =>
        {
            app.MapGet(
                "/identity/.well-known/openid-configuration",
                () => Results.Json(new { issuer = FakeIdentity.Issuer, jwks_uri = $"{FakeIdentity.Issuer}/.well-known/jwks" }));
            app.MapGet("/identity/.well-known/jwks", async () => Results.Text((await Keys.FetchAsync(default)).Keys, "application/json"));
        });
        Intake = await FakeService.StartAsync(app =>
        {
            app.MapGet("/intake/v1/refused", () => Results.Json(
                new { code = "intake.capacity-reached" }, statusCode: StatusCodes.Status409Conflict, contentType: "application/problem+json"));
            app.MapGet("/intake/v1/broken", (HttpContext context) => context.Abort());
        });
        Gateway = With();
    }

    /// <summary>A gateway with additional settings.</summary>
    public WebApplicationFactory<Program> With(params (string Key, string Value)[] settings) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseEnvironment("Development");
        host.UseSetting("services:identity:http:0", Identity.Address.ToString());
        host.UseSetting("services:intake:http:0", Intake.Address.ToString());
        host.UseSetting("services:scheduling:http:0", "http://127.0.0.1:1");
        foreach (var (key, value) in settings)
        {
            host.UseSetting(key, value);
        }
    });

    /// <summary>A gateway in the environment Production.</summary>
    public WebApplicationFactory<Program> InProduction(params (string Key, string Value)[] settings) => With(
    [
        ("Metropool:PublicUrl", "https://metropool.example"),
        ("Metropool:Gateway:Security:Contacts:0", "mailto:security@metropool.example"),
        .. settings,
    ]).WithWebHostBuilder(host => host.UseEnvironment("Production"));

    public HttpClient Client(string? token = null) => Client(Gateway, token);

    public static HttpClient Client(WebApplicationFactory<Program> gateway, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        var client = gateway.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Intake.DisposeAsync();
        await Identity.DisposeAsync();
        Keys.Dispose();
    }

    internal static async Task<(string Code, JsonElement Problem)> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (problem.GetProperty("code").GetString()!, problem);
    }
}
