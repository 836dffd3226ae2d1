using System.Net;
using Metropool.Gateway.Limits;
using Metropool.Http.Tests;

namespace Metropool.Gateway.Tests;

/// <summary>Each caller has its own rate limit.</summary>
public sealed class RateTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Path = "/intake/v1/rates";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_requests_of_a_person_are_429_with_Retry_After()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:PersonPerMinute", "2"));
        var client = GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "intake"));
        await client.GetAsync(Path, Cancellation);
        await client.GetAsync(Path, Cancellation);

        var response = await client.GetAsync(Path, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("request.too-many", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_caller_that_exceeds_its_limit_does_not_affect_others()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:ClientPerMinute", "3"), ("Metropool:Gateway:Rates:AddressPerMinute", "3"));
        var noisy = GatewayFixture.Client(gateway, fixture.Keys.ClientToken("demogemeente-noord", audience: "intake"));
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => noisy.GetAsync(Path, Cancellation)));
        Assert.Equal(17, responses.Count(response => response.StatusCode == HttpStatusCode.TooManyRequests));

        var quiet = GatewayFixture.Client(gateway, fixture.Keys.ClientToken("demogemeente-zuid", audience: "intake"));
        var person = GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "intake"));

        Assert.Equal(HttpStatusCode.OK, (await quiet.GetAsync(Path, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(Path, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GatewayFixture.Client(gateway).GetAsync(Path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Requests_with_forged_tokens_count_for_their_address()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:PersonPerMinute", "2"), ("Metropool:Gateway:Rates:AddressPerMinute", "5"));
        using var forger = new FakeIdentity();
        var person = Guid.CreateVersion7();

        // Some have the subject of an existing person. All of them count for their address.
        var forged = new List<HttpStatusCode>();
        foreach (var subject in Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? person : Guid.CreateVersion7()))
        {
            forged.Add((await GatewayFixture.Client(gateway, forger.Token(subject, audience: "intake")).GetAsync(Path, Cancellation)).StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), HttpStatusCode.TooManyRequests], forged);
        using var valid = GatewayFixture.Client(gateway, fixture.Keys.Token(person, audience: "intake"));
        Assert.Equal(HttpStatusCode.OK, (await valid.GetAsync(Path, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/identity/connect/token")]
    [InlineData("/identity/sign-in")]
    [InlineData("/identity/v1/anything")]
    public async Task Sign_in_requests_have_their_own_limit(string path)
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:SignInPerMinute", "2"));
        var client = GatewayFixture.Client(gateway);
        await client.PostAsync(path, null, Cancellation);
        await client.PostAsync("/identity/connect/token", null, Cancellation);

        var response = await client.PostAsync(path, null, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("request.too-many", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/identity/sign-in", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Path, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/identity/connect/token")]
    [InlineData("/identity/sign-in")]
    [InlineData("/Identity/Sign-In")]
    public async Task A_valid_token_does_not_lift_the_sign_in_limit_of_pages_and_the_token_endpoint(string path)
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:SignInPerMinute", "2"));
        var client = GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "identity"));
        await client.PostAsync(path, null, Cancellation);
        await GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "identity")).PostAsync(path, null, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.PostAsync(path, null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/identity/v1/accounts/lookups", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_address_is_that_from_a_trusted_proxy_and_forged_headers_are_ignored()
    {
        await using var trusting = RunningGateway.Start(
            fixture, ("Metropool:Gateway:Rates:AddressPerMinute", "1"), ("Metropool:TrustedProxies:0", "127.0.0.1"));
        Assert.Equal(200, (await trusting.GetAsync(Path, "X-Forwarded-For: 203.0.113.7")).Status);
        Assert.Equal(429, (await trusting.GetAsync(Path, "X-Forwarded-For: 203.0.113.7")).Status);
        Assert.Equal(200, (await trusting.GetAsync(Path, "X-Forwarded-For: 203.0.113.8")).Status);
        Assert.Equal(200, (await trusting.GetAsync(Path, "X-Forwarded-For: 2001:db8:1:2::3")).Status);
        Assert.Equal(429, (await trusting.GetAsync(Path, "X-Forwarded-For: 2001:db8:1:2:ffff::4")).Status);
        Assert.Equal(200, (await trusting.GetAsync(Path, "X-Forwarded-For: 2001:db8:1:3::3")).Status);

        await using var direct = RunningGateway.Start(fixture, ("Metropool:Gateway:Rates:AddressPerMinute", "1"));
        Assert.Equal(200, (await direct.GetAsync(Path, "X-Forwarded-For: 203.0.113.7")).Status);
        Assert.Equal(429, (await direct.GetAsync(Path, "X-Forwarded-For: 203.0.113.8")).Status);
    }

    [Fact]
    public void The_number_of_address_partitions_is_limited()
    {
        var partitions = Enumerable.Range(0, 200_000)
            .Select(i => AddressPartitions.Of(new IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, (byte)(i >> 16), (byte)(i >> 8), (byte)i, 0, 0, 0, 0, 0, 0, 0, 1])))
            .ToHashSet();

        Assert.InRange(partitions.Count, AddressPartitions.MaxCount / 2, AddressPartitions.MaxCount);
        Assert.Equal(AddressPartitions.Of(IPAddress.Parse("192.0.2.1")), AddressPartitions.Of(IPAddress.Parse("::ffff:192.0.2.1")));
    }
}
