using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Metropool.Http;

namespace Metropool.Gateway.Tests;

/// <summary>The API reference, and whom to tell of a vulnerability.</summary>
public sealed partial class DocumentTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reference_shows_the_documents_of_all_services_and_loads_nothing_from_elsewhere()
    {
        var client = fixture.Client();
        var response = await client.GetAsync("/docs/", Cancellation);
        var html = await response.Content.ReadAsStringAsync(Cancellation);
        var page = new HtmlParser().ParseDocument(html);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(Proxying.Services.All, service => Assert.Contains($"\"{service}/v1/openapi.json\"", html, StringComparison.Ordinal));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        var nonce = Nonce().Match(policy).Groups["nonce"].Value;
        Assert.All(page.Scripts, script => Assert.True(script.GetAttribute("nonce") == nonce || script.Source?.StartsWith("http", StringComparison.Ordinal) == false, script.OuterHtml));
        foreach (var source in page.Scripts.Select(script => script.Source).OfType<string>())
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/docs/{source}", Cancellation)).StatusCode);
        }

        Assert.NotEqual(policy, Assert.Single((await client.GetAsync("/docs/", Cancellation)).Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task Somebody_can_sign_in_on_the_reference()
    {
        var client = fixture.Client();
        var script = await client.GetStringAsync("/docs/sign-in.js", Cancellation);
        var flow = JsonElement.Parse(script["export default ".Length..]).GetProperty("authentication").GetProperty("securitySchemes").GetProperty("signIn").GetProperty("flows").GetProperty("authorizationCode");

        Assert.Contains("docs/sign-in.js'", await client.GetStringAsync("/docs/", Cancellation), StringComparison.Ordinal);
        Assert.Equal("api-reference", flow.GetProperty("x-scalar-client-id").GetString());
        Assert.Equal("http://localhost:8080/docs/", flow.GetProperty("x-scalar-redirect-uri").GetString());
        Assert.Equal("http://localhost:8080/identity/connect/authorize", flow.GetProperty("authorizationUrl").GetString());
        Assert.Equal("SHA-256", flow.GetProperty("x-usePkce").GetString());
    }

    [Fact]
    public async Task The_place_to_tell_of_a_vulnerability_is_told()
    {
        await using var gateway = fixture.InProduction(
            ("Metropool:Gateway:Security:Contacts:1", "https://metropool.example/meldpunt"), ("Metropool:Gateway:Security:Policy", "https://metropool.example/responsible-disclosure"));
        var response = await GatewayFixture.Client(gateway).GetAsync("/.well-known/security.txt", Cancellation);
        var fields = (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToLookup(field => field[0], field => field[1]);

        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["mailto:security@metropool.example", "https://metropool.example/meldpunt"], fields["Contact"]);
        Assert.Equal(["nl, en"], fields["Preferred-Languages"]);
        Assert.Equal(["https://metropool.example/.well-known/security.txt"], fields["Canonical"]);
        Assert.Equal(["https://metropool.example/responsible-disclosure"], fields["Policy"]);
        var expires = DateTimeOffset.ParseExact(Assert.Single(fields["Expires"]), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(expires - DateTimeOffset.UtcNow, TimeSpan.FromDays(30), TimeSpan.FromDays(365));
    }

    [Theory]
    [InlineData(null, "Metropool:Gateway:Security:Contacts:0 is not set")]
    [InlineData("", "Metropool:Gateway:Security:Contacts:0 is not set")]
    [InlineData("ftp://metropool.example", "Metropool:Gateway:Security:Contacts:0 is 'ftp://metropool.example'")]
    [InlineData("security", "Metropool:Gateway:Security:Contacts:0 is 'security'")]
    public async Task Without_a_contact_the_gateway_does_not_start_in_production(string? contact, string fault)
    {
        var (exitCode, error) = await StartAsync(contact);

        Assert.Equal(SettingsRegistration.WrongSettingsExitCode, exitCode);
        Assert.Contains(fault, error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> StartAsync(string? contact)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Metropool__PublicUrl"] = "https://metropool.example";
        if (contact is not null)
        {
            start.Environment["Metropool__Gateway__Security__Contacts__0"] = contact;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        await output;
        return (process.ExitCode, await error);
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'")]
    private static partial Regex Nonce();
}
