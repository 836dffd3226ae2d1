using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using Metropool.Http;

namespace Metropool.Gateway.Tests;

/// <summary>The API reference and security.txt.</summary>
public sealed class ApiReferenceTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reference_has_a_page_for_each_service_and_loads_nothing_from_other_sites()
    {
        var client = fixture.Client();
        var start = await PageAsync(client, "/docs");
        Assert.Equal("en", start.DocumentElement.GetAttribute("lang"));
        foreach (var service in Proxying.Services.All)
        {
            Assert.NotNull(start.QuerySelector($"main a[href='/docs/{service}']"));
            var page = await PageAsync(client, $"/docs/{service}");
            Assert.Equal($"/{service}/v1/openapi.json", page.QuerySelector("#reference")!.GetAttribute("data-document"));
            Assert.Equal($"/docs/{service}", page.QuerySelector("nav [aria-current]")!.GetAttribute("href"));
            foreach (var source in page.Scripts.Select(script => script.Source!))
            {
                Assert.StartsWith("/docs/", source, StringComparison.Ordinal);
                var script = await client.GetAsync(source, Cancellation);
                Assert.Equal(HttpStatusCode.OK, script.StatusCode);
                Assert.Matches("^(text|application)/javascript$", script.Content.Headers.ContentType!.MediaType);
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/docs/nowhere", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/docs/scalar", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_reference_signs_users_in_at_the_public_addresses_of_Identity()
    {
        var session = (await PageAsync(fixture.Client(), "/docs/intake")).QuerySelector("#session")!;

        Assert.Equal("api-reference", session.GetAttribute("data-client"));
        Assert.Equal("http://localhost:8080/docs/", session.GetAttribute("data-return"));
        Assert.Equal("http://localhost:8080/identity/connect/authorize", session.GetAttribute("data-authorize"));
        Assert.Equal("/identity/connect/token", session.GetAttribute("data-token"));
        Assert.Equal($"openid profile {string.Join(' ', Proxying.Services.All)}", session.GetAttribute("data-scope"));
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' '", policy, StringComparison.Ordinal);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Security_txt_shows_how_to_report_a_vulnerability()
    {
        await using var gateway = fixture.InProduction(
            ("Metropool:Gateway:Security:Contacts:1", "https://metropool.example/meldpunt"),
            ("Metropool:Gateway:Security:Policy", "https://metropool.example/responsible-disclosure"));
        var response = await GatewayFixture.Client(gateway).GetAsync("/.well-known/security.txt", Cancellation);
        var fields = (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToLookup(field => field[0], field => field[1]);

        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["mailto:security@metropool.example", "https://metropool.example/meldpunt"], fields["Contact"]);
        Assert.Equal(["nl, en"], fields["Preferred-Languages"]);
        Assert.Equal(["https://metropool.example/.well-known/security.txt"], fields["Canonical"]);
        Assert.Equal(["https://metropool.example/responsible-disclosure"], fields["Policy"]);
        var expires = DateTimeOffset.ParseExact(
            Assert.Single(fields["Expires"]), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(expires - DateTimeOffset.UtcNow, TimeSpan.FromDays(30), TimeSpan.FromDays(365));
    }

    [Theory]
    [InlineData(null, "Metropool:Gateway:Security:Contacts:0 is not set")]
    [InlineData("", "Metropool:Gateway:Security:Contacts:0 is not set")]
    [InlineData("ftp://metropool.example", "Metropool:Gateway:Security:Contacts:0 is 'ftp://metropool.example'")]
    [InlineData("security", "Metropool:Gateway:Security:Contacts:0 is 'security'")]
    public async Task Without_a_valid_security_contact_the_gateway_does_not_start_in_production(string? contact, string fault)
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
}
