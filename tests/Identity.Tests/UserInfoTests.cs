using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Metropool.Testing;

namespace Metropool.Identity.Tests;

/// <summary>The user info endpoint takes a token in the header, or in a form, and never in an address (RFC 6750; NL GOV profile).</summary>
public sealed class UserInfoTests(IdentityFixture identity)
{
    private const string Path = "/identity/connect/userinfo";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", false)]
    [InlineData("GET", true)]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    public async Task A_token_in_the_query_is_refused_and_not_logged(string method, bool inHeaderToo)
    {
        var (email, _) = await identity.RegisteredAsync();
        var token = (await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken;
        using var api = await identity.ApiAsync(null);
        using var message = new HttpRequestMessage(new(method), $"{Path}?access_token={token}");
        message.Headers.Authorization = inHeaderToo ? new("Bearer", token) : null;
        message.Content = method == "POST" ? new FormUrlEncodedContent([]) : null;

        using var answer = await api.SendAsync(message, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("error=\"invalid_request\"", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("error_uri", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Task.FromResult(identity.Recorded.Spans.All().Any(IsOfUserInfo)), "spans are recorded");
        Assert.Empty(identity.Recorded.Holding(token, token.Split('.')[2]));
    }

    private static bool IsOfUserInfo(Activity span) =>
        $"{span.GetTagItem("url.path")}{span.GetTagItem("http.route")}".Contains("userinfo", StringComparison.Ordinal);

    [Fact]
    public async Task A_token_in_the_header_or_in_a_form_is_accepted()
    {
        var token = await identity.TokenOfAsync("deelnemer");
        using var api = await identity.ApiAsync(null);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("access_token", token)]);
        using var inForm = await api.PostAsync(Path, form, Cancellation);
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var inHeader = await api.GetAsync(Path, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (inForm.StatusCode, inHeader.StatusCode));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer nonsense", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic YTpi", HttpStatusCode.Unauthorized)]
    public async Task Without_a_valid_token_it_is_401_and_says_how_to_send_one(string? header, HttpStatusCode status)
    {
        using var api = await identity.ApiAsync(null);
        using var message = new HttpRequestMessage(HttpMethod.Get, Path);
        Assert.True(header is null || message.Headers.TryAddWithoutValidation("Authorization", header));

        using var answer = await api.SendAsync(message, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("error_uri", answer.Headers.WwwAuthenticate + await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
