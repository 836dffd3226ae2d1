using AngleSharp.Html.Parser;

namespace Metropool.Gateway.Tests;

/// <summary>The gateway's refusals are a page in Dutch for a browser, and a problem document for a client of an API.</summary>
public sealed class ErrorPageTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/nowhere", 404, "Deze pagina bestaat niet")]
    [InlineData("GET", "/intake/health", 404, "Deze pagina bestaat niet")]
    [InlineData("GET", "/identity/sign-in/a%2Fb", 400, "Dat kan zo niet")]
    [InlineData("TRACE", "/identity/sign-in", 405, "Dat kan zo niet")]
    [InlineData("FIND", "/identity/sign-in", 501, "Dat kan zo niet")]
    public async Task A_browser_gets_a_page_in_Dutch(string method, string path, int status, string title)
    {
        await using var gateway = RunningGateway.Start(fixture);
        using var client = gateway.Client();
        var page = await PageAsync(await SendAsync(client, new(method), path, Browser), status, title);

        Assert.Contains("Technische melding", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_gets_a_page_if_a_service_is_unavailable()
    {
        await using var gateway = fixture.With(("services:identity:http:0", "http://127.0.0.1:1"));
        using var client = GatewayFixture.Client(gateway);

        var page = await PageAsync(await SendAsync(client, HttpMethod.Get, "/identity/sign-in", Browser), 503, "Het lukt even niet");

        Assert.Contains("Probeer het over 5 seconden opnieuw.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_with_an_invalid_token_gets_a_page()
    {
        using var client = fixture.Client("no.token.atall");

        await PageAsync(await SendAsync(client, HttpMethod.Get, "/identity/sign-in", Browser), 401, "Log eerst in");
    }

    [Fact]
    public async Task The_page_for_too_many_sign_in_attempts_says_when_to_try_again()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:SignInPerMinute", "1"));
        using var client = GatewayFixture.Client(gateway);
        await SendAsync(client, HttpMethod.Post, "/identity/sign-in", Browser);

        var page = await PageAsync(await SendAsync(client, HttpMethod.Post, "/identity/sign-in", Browser), 429, "Dat was te vaak");

        Assert.Matches("Probeer het over (een minuut|[0-9]+ seconden) opnieuw", page);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/problem+json")]
    [InlineData("text/html;q=0.5,application/json")]
    [InlineData("text/html;q=0")]
    [InlineData("text/*;q=0.1, */*")]
    [InlineData("text/html, */*")]
    [InlineData("image/png")]
    [InlineData("no media type")]
    public async Task A_client_that_does_not_prefer_HTML_gets_a_problem_document(string? accept)
    {
        using var response = await SendAsync(fixture.Client(), HttpMethod.Get, "/nowhere", accept);

        Assert.Equal("request.not-found", (await GatewayFixture.ProblemAsync(response)).Code);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/html;q=0.9, application/json;q=0.8")]
    [InlineData("text/html, */*;q=0.1")]
    [InlineData("text/*, application/json;q=0.5")]
    public async Task A_client_that_prefers_HTML_gets_a_page(string accept) =>
        await PageAsync(await SendAsync(fixture.Client(), HttpMethod.Get, "/nowhere", accept), 404, "Deze pagina bestaat niet");

    [Theory]
    [InlineData("/scheduling/v1/editions", 503, "gateway.service-unavailable")]
    [InlineData("/intake/v1/a%2Fb", 400, "gateway.path-ambiguous")]
    [InlineData("/Intake/V1/broken", 502, "gateway.service-connection-lost")]
    public async Task Every_refusal_below_the_path_of_an_API_is_a_problem_document(string path, int status, string code)
    {
        await using var gateway = RunningGateway.Start(fixture);
        using var client = gateway.Client();
        using var response = await SendAsync(client, HttpMethod.Get, path, Browser);

        Assert.Equal((status, code), ((int)response.StatusCode, (await GatewayFixture.ProblemAsync(response)).Code));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? accept)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return client.SendAsync(request, Cancellation);
    }

    private static async Task<string> PageAsync(HttpResponseMessage response, int status, string title)
    {
        Assert.Equal((status, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("style-src 'sha256-", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        using var page = new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("nl", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
        return page.QuerySelector("main")!.TextContent;
    }
}
