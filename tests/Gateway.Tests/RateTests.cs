using System.Net;
using Metropool.Gateway.Limits;
using Metropool.Http.Tests;

namespace Metropool.Gateway.Tests;

/// <summary>Who asks too much waits, and nobody else does.</summary>
public sealed class RateTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Path = "/intake/v1/rates";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_requests_of_a_person_are_429_and_say_when_to_come_again()
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
    public async Task One_noisy_partner_holds_up_nobody_else()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:ClientPerMinute", "3"), ("Metropool:Gateway:Rates:AddressPerMinute", "3"));
        var noisy = GatewayFixture.Client(gateway, fixture.Keys.ClientToken("demogemeente-noord", audience: "intake"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => noisy.GetAsync(Path, Cancellation)));
        Assert.Equal(17, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));

        var quiet = GatewayFixture.Client(gateway, fixture.Keys.ClientToken("demogemeente-zuid", audience: "intake"));
        var person = GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "intake"));

        Assert.Equal(HttpStatusCode.OK, (await quiet.GetAsync(Path, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(Path, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GatewayFixture.Client(gateway).GetAsync(Path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_forged_token_chooses_no_partition()
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:PersonPerMinute", "2"), ("Metropool:Gateway:Rates:AddressPerMinute", "5"));
        using var forger = new FakeIdentity();
        var person = Guid.CreateVersion7();

        // Each with another subject, and some with that of somebody real: all are counted for the address that they come from.
        var forged = new List<HttpStatusCode>();
        foreach (var subject in Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? person : Guid.CreateVersion7()))
        {
            forged.Add((await GatewayFixture.Client(gateway, forger.Token(subject, audience: "intake")).GetAsync(Path, Cancellation)).StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), HttpStatusCode.TooManyRequests], forged);
        Assert.Equal(HttpStatusCode.OK, (await GatewayFixture.Client(gateway, fixture.Keys.Token(person, audience: "intake")).GetAsync(Path, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/identity/connect/token")]
    [InlineData("/identity/sign-in")]
    [InlineData("/identity/v1/anything")]
    public async Task Attempts_to_sign_in_have_a_limit_of_their_own(string path)
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
    public async Task A_valid_token_lifts_no_limit_where_none_is_looked_at(string path)
    {
        await using var gateway = fixture.With(("Metropool:Gateway:Rates:SignInPerMinute", "2"));
        var client = GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "identity"));
        await client.PostAsync(path, null, Cancellation);
        await GatewayFixture.Client(gateway, fixture.Keys.Token(Guid.CreateVersion7(), audience: "identity")).PostAsync(path, null, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.PostAsync(path, null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/identity/v1/accounts/lookups", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_address_is_the_one_behind_a_trusted_proxy_and_what_a_stranger_forges_counts_for_nothing()
    {
        await using var trusting = RunningGateway.Start(fixture, ("Metropool:Gateway:Rates:AddressPerMinute", "1"), ("Metropool:TrustedProxies:0", "127.0.0.1"));
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
    public void However_many_addresses_there_are_there_is_an_end_to_their_partitions()
    {
        var partitions = Enumerable.Range(0, 200_000)
            .Select(i => Addresses.PartitionOf(new IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, (byte)(i >> 16), (byte)(i >> 8), (byte)i, 0, 0, 0, 0, 0, 0, 0, 1])))
            .ToHashSet();

        Assert.InRange(partitions.Count, Addresses.MostPartitions / 2, Addresses.MostPartitions);
        Assert.Equal(Addresses.PartitionOf(IPAddress.Parse("192.0.2.1")), Addresses.PartitionOf(IPAddress.Parse("::ffff:192.0.2.1")));
    }
}
