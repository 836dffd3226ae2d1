using System.Net;
using System.Net.Http.Json;

namespace Metropool.Identity.Tests;

/// <summary>A token that was taken back opens nothing of Identity's.</summary>
public sealed class RevokedTokenTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "accounts/{0}/block")]
    [InlineData("POST", "accounts/{0}/sign-out")]
    [InlineData("POST", "staff/{0}/dismissal")]
    [InlineData("DELETE", "accounts/{0}")]
    public async Task The_token_of_a_blocked_signed_out_dismissed_or_erased_person_is_rejected(string method, string path)
    {
        var (email, personId) = await identity.RegisteredAsync();
        using var api = await identity.ApiAsync("beheerder");
        using var appointed = await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "administrator" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, appointed.StatusCode);
        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", (await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/identity/v1/staff", Cancellation)).StatusCode);

        using var action = new HttpRequestMessage(
            new(method), $"/identity/v1/{string.Format(System.Globalization.CultureInfo.InvariantCulture, path, personId)}");
        action.Content = path.EndsWith("dismissal", StringComparison.Ordinal) ? JsonContent.Create(new { role = "administrator", reason = "Ticket 1234" })
            : path.EndsWith("block", StringComparison.Ordinal) ? JsonContent.Create(new { reason = "Ticket 1234" })
            : null;
        using var taken = await api.SendAsync(action, Cancellation);
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Cancellation));

        using var refused = await theirs.PostAsJsonAsync("/identity/v1/organisations", new { name = $"Demogemeente {Guid.NewGuid():N}" }, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
    }
}
