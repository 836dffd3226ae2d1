using System.Net;

namespace Metropool.Http.Tests;

/// <summary>Callers are known by the tokens of Identity, also while Identity is away.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private readonly SampleApi _api = new();
    private readonly Guid _person = Guid.CreateVersion7();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_valid_token_is_accepted()
    {
        await _api.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
    }

    [Fact]
    public async Task A_token_with_another_audience_issuer_or_type_or_that_has_expired_is_refused()
    {
        await _api.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith(_api.Identity.Token(_person, audience: "intake")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith(_api.Identity.Token(_person, issuer: "http://localhost:9/identity")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith(_api.Identity.Token(_person, type: "JWT")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith(_api.Identity.Token(_person, expiresIn: TimeSpan.FromMinutes(-5))));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith("no.token.atall"));
    }

    [Fact]
    public async Task A_token_with_an_invalid_signature_is_refused()
    {
        await _api.StartAsync();
        using var other = new FakeIdentity();

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith(other.Token(_person)));
    }

    [Fact]
    public async Task Cached_keys_are_used_at_a_cold_start_without_Identity()
    {
        _api.Store.Kept = await _api.Identity.FetchAsync(TestContext.Current.CancellationToken);
        _api.Identity.IsAway = true;
        await _api.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
    }

    [Fact]
    public async Task Without_any_keys_a_token_is_503_and_not_401()
    {
        _api.Identity.IsAway = true;
        await _api.StartAsync();

        var response = await _api.Client(_api.Identity.Token(_person)).GetAsync("/sample/v1/me", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("server.unavailable", (await response.ProblemAsync()).Code());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWith(null));
    }

    [Fact]
    public async Task A_token_with_a_new_key_is_accepted_at_once_and_the_key_is_cached()
    {
        await _api.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
        var kept = _api.Store.Kept;
        _api.Identity.ChangeKey();
        _api.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
        Assert.NotEqual(kept, _api.Store.Kept);
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_do_not_overload_Identity()
    {
        await _api.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
        var asked = _api.Identity.Asked;
        using var other = new FakeIdentity();
        other.ChangeKey();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusWith(other.Token(_person))));

        Assert.InRange(_api.Identity.Asked - asked, 0, 1);
    }

    [Fact]
    public async Task While_Identity_hangs_a_valid_token_is_accepted()
    {
        // The process asks by itself at its start, which must not be the question that hangs.
        var atStart = new TaskCompletionSource();
        _api.Identity.BeforeAnswering = () =>
        {
            atStart.TrySetResult();
            return Task.CompletedTask;
        };
        await _api.StartAsync();
        await atStart.Task;
        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
        var (asked, hanging) = (new TaskCompletionSource(), new TaskCompletionSource());
        _api.Identity.BeforeAnswering = () =>
        {
            asked.TrySetResult();
            return hanging.Task;
        };
        using var other = new FakeIdentity();
        other.ChangeKey();
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        var stranger = StatusWith(other.Token(_person));
        await asked.Task;

        Assert.Equal(HttpStatusCode.OK, await StatusWith(_api.Identity.Token(_person)));
        Assert.False(stranger.IsCompleted);
        hanging.SetResult();
        Assert.Equal(HttpStatusCode.Unauthorized, await stranger);
    }

    private async Task<HttpStatusCode> StatusWith(string? token) =>
        (await _api.Client(token).GetAsync("/sample/v1/me", TestContext.Current.CancellationToken)).StatusCode;
}
