using System.Net;
using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Gateway.Tests;

/// <summary>A response that is sent before the body was read reaches the caller, who may still be sending.</summary>
public sealed class BodyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const int SmallLimit = 256 * 1024;
    private const int Repeated = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool, bool> Kinds { get; } = new(
        from version in new[] { "1.1", "2.0" }
        from isChunked in new[] { false, true }
        from expects in new[] { false, true }
        select (version, isChunked, expects));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_response_of_a_service_that_refuses_a_body_unread_reaches_the_caller(string version, bool isChunked, bool expects)
    {
        await using var service = await RefusingServiceAsync();
        await using var gateway = RunningGateway.StartWithTls(fixture, ("services:internship:http:0", service.Address.ToString()));
        using var client = gateway.Client(Version.Parse(version));

        foreach (var size in new[] { 1000, SmallLimit + 1, 1024 * 1024, 2_000_000, BodyLimit.Default })
        {
            for (var i = 0; i < Repeated; i++)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/internship/v1/closed", size, isChunked, expects));
                Assert.Equal(
                    size > SmallLimit ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.OK,
                    await StatusAsync(client, "/internship/v1/small", size, isChunked, expects));
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/internship/v1/read", size, isChunked, expects));
            }
        }

        foreach (var size in new[] { BodyLimit.Default + 1, 5_000_000 })
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(client, "/internship/v1/read", size, isChunked, expects));
        }
    }

    [Fact]
    public async Task The_gateways_own_refusal_of_a_large_request_reaches_the_caller()
    {
        await using var gateway = RunningGateway.Start(fixture, ("Metropool:Gateway:Rates:SignInPerMinute", "1"));
        using var client = gateway.Client();
        using var invalidToken = gateway.Client();
        invalidToken.DefaultRequestHeaders.Authorization = new("Bearer", "no.token.atall");
        await client.PostAsync("/identity/sign-in", null, Cancellation);

        foreach (var size in new[] { 1_000_000, 2_000_000, 5_000_000 })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(invalidToken, "/intake/v1/anything", size));
            Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(client, "/identity/sign-in", size));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, "/nowhere", size));
        }
    }

    [Fact]
    public async Task A_body_without_a_length_is_forwarded_completely_and_with_its_length()
    {
        await using var service = await RefusingServiceAsync();
        await using var gateway = RunningGateway.Start(fixture, ("services:internship:http:0", service.Address.ToString()));
        using var client = gateway.Client();
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i:00000};"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internship/v1/echo") { Content = new StringContent(text) };
        request.Headers.TransferEncodingChunked = true;

        var response = await client.SendAsync(request, Cancellation);

        Assert.Equal($"{text.Length} {text}", await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task<FakeService> RefusingServiceAsync() => FakeService.StartAsync(app =>
    {
        app.MapPost("/internship/v1/closed", (HttpContext context) =>
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = SmallLimit;
            return Results.Unauthorized();
        });
        app.MapPost("/internship/v1/small", async (HttpContext context) =>
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = SmallLimit;
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                return Results.Ok();
            }
            catch (BadHttpRequestException e)
            {
                return Results.StatusCode(e.StatusCode);
            }
        });
        app.MapPost("/internship/v1/read", (HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        app.MapPost("/internship/v1/echo", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            return $"{context.Request.ContentLength} {await reader.ReadToEndAsync(context.RequestAborted)}";
        });
    });

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, int size, bool isChunked = false, bool expects = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = isChunked ? new StreamContent(new UnknownLengthStream(size)) : new ByteArrayContent(new byte[size]);
        request.Version = client.DefaultRequestVersion;
        request.VersionPolicy = client.DefaultVersionPolicy;
        request.Headers.ExpectContinue = expects ? true : null;
        using var response = await client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    /// <summary>A stream of zeros whose length the HTTP client can't determine.</summary>
    private sealed class UnknownLengthStream(int size) : MemoryStream(new byte[size])
    {
        public override bool CanSeek => false;
    }
}
