using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Identity.Development;
using Metropool.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Metropool.Identity.Tests;

/// <summary>What is there in development and nowhere else, and what stays over a restart.</summary>
public sealed class EnvironmentTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Discovery_names_public_addresses_whatever_address_it_is_asked_at()
    {
        var client = identity.Application.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://inside:5101") });
        var document = JsonElement.Parse(await client.GetStringAsync("/identity/.well-known/openid-configuration", Cancellation));

        Assert.Equal(IdentityFixture.Issuer, document.GetProperty("issuer").GetString());
        Assert.Equal($"{IdentityFixture.Issuer}/connect/token", document.GetProperty("token_endpoint").GetString());
        Assert.Equal($"{IdentityFixture.Issuer}/connect/authorize", document.GetProperty("authorization_endpoint").GetString());
        Assert.Equal(["private_key_jwt", "none"], document.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["S256"], document.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()));
        var keys = JsonElement.Parse(await client.GetStringAsync(new Uri(document.GetProperty("jwks_uri").GetString()!).PathAndQuery, Cancellation))
            .GetProperty("keys");
        Assert.All(keys.EnumerateArray(), key => Assert.Equal(("RSA", "sig"), (key.GetProperty("kty").GetString(), key.GetProperty("use").GetString())));
        Assert.All(keys.EnumerateArray(), key => Assert.False(key.TryGetProperty("d", out _)));
    }

    [Fact]
    public void The_demo_users_file_is_for_its_owner_alone_and_has_the_agreed_shape()
    {
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(identity.DemoUsersFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var file = JsonElement.Parse(File.ReadAllText(identity.DemoUsersFile));
        Assert.Equal(
            ["beheerder", "decaan", "deelnemer", "deelnemer-2", "opleidingsmanager", "projectmanager", "trainer", "werkgever-noord", "werkgever-zuid"],
            file.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("userName").GetString()!.Split('@')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["demogemeente-noord", "demogemeente-zuid"],
            file.GetProperty("clients").EnumerateArray().Select(client => client.GetProperty("clientId").GetString()));
        Assert.Equal(9, file.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("password").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_second_start_changes_neither_the_file_nor_the_keys()
    {
        var before = await File.ReadAllTextAsync(identity.DemoUsersFile, Cancellation);
        var keys = await identity.Application.CreateClient().GetStringAsync("/identity/.well-known/jwks", Cancellation);

        await using var again = identity.Application.WithWebHostBuilder(_ => { });
        var client = again.CreateClient();
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the second process is healthy");

        Assert.Equal(before, await File.ReadAllTextAsync(identity.DemoUsersFile, Cancellation));
        Assert.Equal(keys, await client.GetStringAsync("/identity/.well-known/jwks", Cancellation));
    }

    [Fact]
    public async Task When_the_file_is_lost_the_accounts_get_new_passwords_and_stay_who_they_are()
    {
        // With its own database, because all passwords change.
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        File.Delete(own.DemoUsersFile);
        await using var again = own.Application.WithWebHostBuilder(_ => { });
        var client = again.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the second process is healthy");

        var made = JsonSerializer.Deserialize<DemoUsers>(await File.ReadAllTextAsync(own.DemoUsersFile, Cancellation), JsonSerializerOptions.Web)!;
        Assert.Equal(own.Demo.Users.Select(user => user.PersonId), made.Users.Select(user => user.PersonId));
        Assert.Equal(own.Demo.Clients.Select(c => c.OrganisationId), made.Clients.Select(c => c.OrganisationId));
        var dean = made.Users.Single(user => user.UserName.StartsWith("decaan@", StringComparison.Ordinal));
        Assert.NotEmpty((await new Browser(client).SignInForTokenAsync(dean.UserName, dean.Password)).AccessToken);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await new Browser(again.CreateClient()).SignInAsync("/identity/sign-in", dean.UserName, own.User("decaan").Password)).StatusCode);
    }

    [Fact]
    public async Task In_production_there_are_no_demo_accounts_and_no_sign_in_over_plain_http()
    {
        await using var production = identity.Application.WithWebHostBuilder(host => host
            .UseEnvironment("Production")
            .UseSetting("Metropool:PublicUrl", "https://metropool.example")
            .UseSetting("Metropool:Identity:DemoUsersFile", "")
            .UseSetting("Metropool:Identity:DataProtectionKeys:0", Convert.ToBase64String(new byte[32]))
            .UseSetting("Metropool:Mail:Folder", "")
            .UseSetting("Metropool:Mail:Host", "127.0.0.1")
            .UseSetting("Metropool:Mail:From", "metropool@metropool.example"));
        var client = production.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the production process is healthy");

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await client.PostAsJsonAsync("/identity/v1/development/people", new { count = 1, prefix = "A" }, Cancellation)).StatusCode);
        var discovery = JsonElement.Parse(await client.GetStringAsync("/identity/.well-known/openid-configuration", Cancellation));
        Assert.DoesNotContain("form_post", discovery.GetProperty("response_modes_supported").EnumerateArray().Select(mode => mode.GetString()));
        Assert.Equal("https://metropool.example/identity/connect/token", discovery.GetProperty("token_endpoint").GetString());
        var token = await client.PostAsync(
            "/identity/connect/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, token.StatusCode);
        Assert.Contains("https", await token.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var page = await client.GetAsync("/identity/sign-in", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("Metropool:TrustedProxies", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_production_people_sign_in_over_https_and_their_cookies_are_for_https_alone()
    {
        await using var production = identity.Application.WithWebHostBuilder(host => host
            .UseEnvironment("Production")
            .UseSetting("Metropool:PublicUrl", "https://metropool.example")
            .UseSetting("Metropool:Identity:DemoUsersFile", "")
            .UseSetting("Metropool:Identity:DataProtectionKeys:0", Convert.ToBase64String(new byte[32]))
            .UseSetting("Metropool:Mail:Folder", "")
            .UseSetting("Metropool:Mail:Host", "127.0.0.1")
            .UseSetting("Metropool:Mail:From", "metropool@metropool.example"));
        var client = production.CreateClient(
            new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://metropool.example") });
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the production process is healthy");
        var dean = identity.User("decaan");

        var answer = await new Browser(client).SignInAsync("/identity/sign-in", dean.UserName, dean.Password);

        Assert.Equal("/identity/account", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("metropool-identity=", StringComparison.Ordinal));
        Assert.All(
            ["secure", "httponly", "samesite=lax", "path=/identity"], attribute => Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase));
    }
}
