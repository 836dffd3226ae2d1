using System.Net;
using Metropool.EndToEnd.Tests.Platform;

namespace Metropool.EndToEnd.Tests;

/// <summary>Outside Development sign-in requires https. The proxies forward the original scheme.</summary>
public sealed class ProductionTests(ProductionPlatform platform) : IClassFixture<ProductionPlatform>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sign_in_page_is_shown_after_https_to_the_proxy()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/identity/sign-in", "https");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_token_endpoint_is_available_after_https_to_the_proxy()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/identity/connect/token", "https");

        // The client is unknown, but the scheme is accepted.
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("TrustedProxies", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/identity/sign-in")]
    [InlineData("POST", "/identity/connect/token")]
    public async Task A_request_over_http_is_refused_with_an_explanation(string method, string path)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, "http");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("https", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HEAD_request_to_a_page_has_a_response_without_a_body()
    {
        using var answer = await SendAsync(HttpMethod.Head, "/identity/register", "https");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("release-parked", "0 parked events were released.")]
    [InlineData("replay-errors", "0 failed messages were replayed.")]
    public async Task A_command_writes_its_log_to_standard_error(string command, string logged)
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

        request.Headers.Host = new Uri(ProductionPlatform.PublicUrl).Host;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        return await client.SendAsync(request, Cancellation);
    }
}
