extern alias identity;
extern alias intake;

using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Metropool.Browser.Tests;
using Metropool.Pages;
using Metropool.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

[assembly: AssemblyFixture(typeof(IdentityPages))]
[assembly: AssemblyFixture(typeof(IntakePages))]

namespace Metropool.Browser.Tests;

/// <summary>Identity, for tests of its pages.</summary>
public sealed class IdentityPages() : ServiceFixture<identity::Program>("identity")
{
    private readonly string _folder = Directory.CreateTempSubdirectory("metropool-pages-").FullName;

    private string DemoUsersFile => Path.Combine(_folder, "demo-users.json");

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        KeyValuePair.Create("Metropool:Identity:DemoUsersFile", DemoUsersFile),
        KeyValuePair.Create("Metropool:Mail:Folder", Path.Combine(_folder, "mail")),
    ];

    /// <summary>A browser in which a demo user is signed in.</summary>
    public async Task<HttpClient> SignedInBrowserAsync()
    {
        var user = JsonElement.Parse(await File.ReadAllTextAsync(DemoUsersFile)).GetProperty("users").EnumerateArray().First();
        var browser = this.Browser();
        var page = await PageCatalogue.ParseAsync(await browser.GetAsync(new Uri("/identity/sign-in", UriKind.Relative)));
        var fields = page.Forms[0].Elements.OfType<IHtmlInputElement>().ToDictionary(input => input.Name!, input => input.Type switch
        {
            "email" => user.GetProperty("userName").GetString()!,
            "password" => user.GetProperty("password").GetString()!,
            _ => input.Value,
        });
        using var answer = await browser.PostForm(page.Forms[0].GetAttribute("action")!, fields);
        Assert.True(answer.StatusCode is System.Net.HttpStatusCode.Found or System.Net.HttpStatusCode.SeeOther, $"{answer.StatusCode}");
        return browser;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureServices(IServiceCollection services) => services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme);
}

/// <summary>Intake, for tests of its pages.</summary>
public sealed partial class IntakePages() : ServiceFixture<intake::Program>("intake")
{
    private const string EmployerEmail = "akkoord@voorbeeldgemeente.example";

    /// <summary>The paths of the pages on which an employer grants and refuses an agreement, with a valid code.</summary>
    public async Task<IReadOnlyList<string>> AgreementPathsAsync()
    {
        var edition = Some.OpenEdition();
        await HandledAsync(edition);
        var candidate = ClientFor(TestCaller.Person(Some.Id()));
        var application = await candidate.Post("/intake/v1/applications", new
        {
            editionId = edition.EditionId,
            name = new { callName = "Deelnemer", prefix = "van", surname = "Voorbeeld", certificateName = "D. van Voorbeeld" },
            employer = new { name = "Gemeente zonder account", from = "2019-04-01" },
            function = "Strategisch adviseur",
            challenge = "Wonen in een stad die vol is.",
            learningWishes = new { cognitive = "Bestuurskundige theorie.", personal = "Beter onderhandelen." },
            motivation = "Een volgende stap.",
            capacities = "Tien jaar ervaring.",
        }).Read<JsonElement>();
        var path = $"/intake/v1/applications/{application.GetProperty("id").GetString()}";
        await candidate.Post($"{path}/submission").Succeeds();
        await candidate.Post($"{path}/agreement-requests", new { contactName = "Mevrouw Voorbeeld", contactEmail = EmployerEmail }).Succeeds();

        // No mail server runs in these tests, so the mail stays in the database.
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var mail = source.CreateCommand("SELECT text FROM outgoing_mail WHERE recipient = $1");
        mail.Parameters.Add(new() { Value = EmployerEmail });
        var link = new Uri(Link().Match((string)(await mail.ExecuteScalarAsync())!).Value);
        return [link.PathAndQuery, $"{link.AbsolutePath}/refusal{link.Query}"];
    }

    [GeneratedRegex(@"https?://\S+\?code=\S+")]
    private static partial Regex Link();
}

/// <summary>Finds the pages of a service by the metadata of its endpoints.</summary>
internal static class PageCatalogue
{
    public static HttpClient Browser<TProgram>(this ServiceFixture<TProgram> service)
        where TProgram : class
    {
        var browser = service.Application.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return browser;
    }

    /// <summary>The paths of all pages without path parameters.</summary>
    public static IReadOnlyList<string> PathsOf<TProgram>(ServiceFixture<TProgram> service)
        where TProgram : class =>
        [.. service.Application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageEndpoint>() is not null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(endpoint => $"/{service.Service}{endpoint.RoutePattern.RawText}")
            .Where(path => !path.Contains('{', StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)];

    public static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>The page at a path, and the page with errors after its form was submitted empty. Empty if the path has no page.</summary>
    public static async Task<IReadOnlyList<(string Name, string Html)>> VariantsAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return [];
        }

        var html = await answer.Content.ReadAsStringAsync();
        var variants = new List<(string, string)> { (path, html) };
        if ((await ParseAsync(answer)).QuerySelector("form[method=post][novalidate]") is IHtmlFormElement form)
        {
            var hidden = form.Elements.OfType<IHtmlInputElement>()
                .Where(input => input.Type == "hidden")
                .Select(input => KeyValuePair.Create(input.Name!, input.Value));
            using var refused = await browser.PostForm(form.GetAttribute("action")!, hidden);
            if (refused.Content.Headers.ContentType?.MediaType == "text/html")
            {
                variants.Add(($"{path}, submitted empty", await refused.Content.ReadAsStringAsync()));
            }
        }

        return variants;
    }
}
