using System.Net;
using Metropool.EndToEnd.Tests.Platform;

namespace Metropool.EndToEnd.Tests;

/// <summary>Outside Development people sign in over https alone; that it was https is known from the proxies, each from the one before it.</summary>
public sealed class PublishedTests(PublishedPlatform platform) : IClassFixture<PublishedPlatform>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_came_by_https_to_the_proxy_before_the_gateway_is_shown_the_page_to_sign_in_on()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/identity/sign-in", "https");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task And_their_programs_get_to_the_token_endpoint()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/identity/connect/token", "https");

        // It says that the client is unknown, and not that the request came in the wrong way.
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("TrustedProxies", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/identity/sign-in")]
    [InlineData("POST", "/identity/connect/token")]
    public async Task Who_came_by_plain_http_is_told_so(string method, string path)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, "http");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("https", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_the_headers_of_a_page_alone_is_answered()
    {
        using var answer = await SendAsync(HttpMethod.Head, "/identity/register", "https");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("release-parked", "0 parked events are due again.")]
    [InlineData("replay-errors", "0 failed messages are back in their queues.")]
    public async Task What_a_command_logs_is_not_in_its_output(string command, string logged)
    {
        var (exitCode, output, error) = await platform.RunIdentityAsync(command);

        Assert.Equal((0, ""), (exitCode, output));
        Assert.Contains(logged, error, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string scheme)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = platform.Url };
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        }

        request.Headers.Host = new Uri(PublishedPlatform.PublicUrl).Host;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        return await client.SendAsync(request, Cancellation);
    }
}
