using Metropool.Gateway.Boundary;

namespace Metropool.Gateway.Tests;

/// <summary>No spelling of a path reaches an endpoint that isn't public.</summary>
public sealed class PathTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("/intake/v1/%252e%252e/%252e%252e/health")]
    [InlineData("/intake/v1/..%252f..%252fhealth")]
    [InlineData("/intake/v1/%2e%2e/%2e%2e/health")]
    [InlineData("/intake/v1/..%2f..%2fhealth")]
    [InlineData("/intake/v1/../../health")]
    [InlineData("/intake/v1/../../identity/v1/me")]
    [InlineData("/intake/v1/./applications")]
    [InlineData("/intake/v1/..\\..\\health")]
    [InlineData("/intake/v1/..%5c..%5chealth")]
    [InlineData("/intake/v1//health")]
    [InlineData("//health")]
    [InlineData("//intake/v1/applications")]
    [InlineData("/intake//v1/applications")]
    [InlineData("/intake/v1/a%2Fb")]
    [InlineData("/intake/v1/a%0d%0aX:y")]
    [InlineData("/intake/v1/a%zz")]
    public async Task An_ambiguous_path_is_refused_and_not_forwarded(string target)
    {
        await using var gateway = RunningGateway.Start(fixture);
        var (before, identity) = (fixture.Intake.Requests.Count, fixture.Identity.Requests.Count(request => request.Path == "/identity/v1/me"));

        var (status, response) = await gateway.GetAsync(target);

        Assert.Equal(400, status);
        Assert.Equal(before, fixture.Intake.Requests.Count);
        Assert.Equal(identity, fixture.Identity.Requests.Count(request => request.Path == "/identity/v1/me"));
        Assert.Contains("\"gateway.path-ambiguous\"", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/intake/v1/applications")]
    [InlineData("/intake/v1/applications?next=https://elsewhere.example//x/../y%2Fz")]
    [InlineData("/intake/v1/caf%C3%A9%20a%2Cb")]
    [InlineData("/intake/v1/a.b..c/~d;e=1")]
    [InlineData("/docs/")]
    [InlineData("http://localhost/intake/v1/applications")]
    [InlineData("http://localhost")]
    public void An_unambiguous_path_is_accepted(string target) => Assert.True(PathValidation.IsUnambiguous(target));

    [Theory]
    [InlineData("http://localhost/intake/v1/../health")]
    [InlineData("http://localhost//health")]
    [InlineData("/intake/v1/%2E")]
    [InlineData("/intake/v1/%")]
    [InlineData("/intake/v1/%2")]
    [InlineData("/intake/v1/\u00e9")]
    [InlineData("*")]
    [InlineData("")]
    public void An_ambiguous_path_is_not_accepted(string target) => Assert.False(PathValidation.IsUnambiguous(target));

    [Fact]
    public async Task An_absolute_target_is_routed_by_its_path()
    {
        await using var gateway = RunningGateway.Start(fixture);
        var path = $"/intake/v1/absolute/{Guid.NewGuid()}";

        var (status, _) = await gateway.GetAsync($"{gateway.Address.GetLeftPart(UriPartial.Authority)}{path}");

        Assert.Equal(200, status);
        Assert.Contains(fixture.Intake.Requests, request => request.Path == path);
    }

    [Theory]
    [InlineData("/identity/v1/development/people")]
    [InlineData("/identity/v1/Development/people")]
    [InlineData("/scheduling/v1/development")]
    [InlineData("/identity/v1/programme-time")]
    [InlineData("/identity/v1/Programme-Time/moves")]
    public async Task Endpoints_for_developers_are_404_in_production(string path)
    {
        await using var gateway = fixture.InProduction();
        var response = await GatewayFixture.Client(gateway).PostAsync(path, null, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("request.not-found", (await GatewayFixture.ProblemAsync(response)).Code);
        Assert.DoesNotContain(fixture.Identity.Requests, request => request.Path == path);
    }
}
