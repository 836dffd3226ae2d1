using System.Net;
using System.Text.Json;
using Metropool.Identity.Jobs;
using Metropool.Identity.Keys;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>Keys are rotated by a job and by a command, and at once if they are compromised.</summary>
public sealed class KeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_is_published_first_then_used_and_the_old_one_goes_when_nothing_needs_it()
    {
        await using var identity = await StartAsync();
        var first = Assert.Single(await KidsAsync(identity.Application));
        await identity.RunCommandAsync("rotate-keys");
        await RotateAsync(identity.Application);
        var published = await KidsAsync(identity.Application);
        Assert.Equal(2, published.Count);
        Assert.Equal(first, await SignedWithAsync(identity.Browser(), identity));

        await using var later = identity.Another(ahead: TimeSpan.FromHours(3));
        Assert.Equal(published.Order(), (await KidsAsync(later)).Order());
        Assert.Equal(published.Single(kid => kid != first), await SignedWithAsync(IdentityFixture.BrowserOf(later), identity));

        await using var nextDay = identity.Another(ahead: TimeSpan.FromHours(27));
        Assert.Equal(published.Single(kid => kid != first), Assert.Single(await KidsAsync(nextDay)));
    }

    [Fact]
    public async Task A_key_is_replaced_by_itself_after_its_lifetime()
    {
        await using var identity = await StartAsync();
        var first = Assert.Single(await KidsAsync(identity.Application));
        await using var before = identity.Another(ahead: TimeSpan.FromDays(89));
        Assert.Equal(first, Assert.Single(await KidsAsync(before)));
        await using var shortlyBefore = identity.Another(ahead: TimeSpan.FromDays(90) - TimeSpan.FromHours(1));
        Assert.Equal(2, (await KidsAsync(shortlyBefore)).Count);
        Assert.Equal(first, await SignedWithAsync(IdentityFixture.BrowserOf(shortlyBefore), identity));
    }

    [Fact]
    public async Task Tokens_of_compromised_keys_are_refused_and_new_tokens_use_new_keys()
    {
        await using var identity = await StartAsync();
        var api = await identity.ApiAsync("decaan");
        var old = Assert.Single(await KidsAsync(identity.Application));
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/identity/v1/me", Cancellation)).StatusCode);

        await KeyCommands.RotateAsync(identity.Application.Services, ["compromised"]);
        await RotateAsync(identity.Application);

        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync("/identity/v1/me", Cancellation)).StatusCode);
        var kid = Assert.Single(await KidsAsync(identity.Application));
        Assert.NotEqual(old, kid);
        Assert.Equal(kid, await SignedWithAsync(identity.Browser(), identity));
    }

    [Theory]
    [InlineData("compromized")]
    [InlineData("--compromised")]
    [InlineData("compromised", "now")]
    public async Task An_unknown_argument_rotates_nothing(params string[] words)
    {
        await using var identity = await StartAsync();
        var kept = await KeysAsync();

        Assert.Equal(64, await KeyCommands.RotateAsync(identity.Application.Services, words));

        Assert.Equal(kept, await KeysAsync());

        Task<List<string>> KeysAsync() => identity.InDatabase(db => db.TokenKeys.Select(key => key.KeyId).Order().ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Replicas_that_find_no_keys_make_one_of_each()
    {
        await using var identity = await StartAsync();
        await using var other = identity.Another();
        await KidsAsync(other);
        await identity.InDatabase(db => db.TokenKeys.ExecuteDeleteAsync(Cancellation));

        await Task.WhenAll(RotateAsync(identity.Application), RotateAsync(other), RotateAsync(identity.Application), RotateAsync(other));

        var uses = await identity.InDatabase(db => db.TokenKeys.Select(key => key.Use).ToListAsync(Cancellation));
        Assert.Equal([TokenKeyUse.Signing, TokenKeyUse.Encryption], uses.Order());
        Assert.Equal(await KidsAsync(identity.Application), await KidsAsync(other));
    }

    [Fact]
    public async Task The_database_alone_opens_no_key_and_the_configured_key_can_be_replaced()
    {
        await using var identity = new WithConfiguredKey();
        await identity.InitializeAsync();
        var kept = await identity.InDatabase(db => db.DataProtectionKeys.Select(key => key.Xml!).ToListAsync(Cancellation));
        Assert.All(kept, xml => Assert.Contains("encryptedKey", xml, StringComparison.Ordinal));
        Assert.All(kept, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));
        var kid = Assert.Single(await KidsAsync(identity.Application));

        await using var replaced = identity.Another(settings:
            [("Metropool:Identity:DataProtectionKeys:0", WithConfiguredKey.Next), ("Metropool:Identity:DataProtectionKeys:1", WithConfiguredKey.First)]);
        Assert.Equal(kid, Assert.Single(await KidsAsync(replaced)));
    }

    private static async Task<IdentityFixture> StartAsync()
    {
        var identity = new IdentityFixture();
        await identity.InitializeAsync();
        return identity;
    }

    private static async Task RotateAsync(ServiceApplication<Program> application)
    {
        await using var scope = application.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<KeyRotationJob>().RunAsync(Cancellation);
    }

    private static async Task<IReadOnlyList<string>> KidsAsync(ServiceApplication<Program> application)
    {
        using var client = application.CreateClient();
        await Eventually.TrueAsync(async () => (await client.GetAsync("/health", Cancellation)).IsSuccessStatusCode, "the process is healthy");
        var keys = JsonElement.Parse(await client.GetStringAsync("/identity/.well-known/jwks", Cancellation)).GetProperty("keys");
        return [.. keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static async Task<string> SignedWithAsync(Browser browser, IdentityFixture identity)
    {
        var dean = identity.User("decaan");
        return new JsonWebToken((await browser.SignInForTokenAsync(dean.UserName, dean.Password)).AccessToken).Kid;
    }

    private sealed class WithConfiguredKey : IdentityFixture
    {
        public static readonly string First = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        public static readonly string Next = Convert.ToBase64String(Enumerable.Range(100, 32).Select(i => (byte)i).ToArray());

        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
            [.. base.Settings, KeyValuePair.Create("Metropool:Identity:DataProtectionKeys:0", First)];
    }
}
