using System.Net;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Http.Tests;

/// <summary>The OpenAPI document is made once, is the same for everybody, and isn't sent to those who have it.</summary>
public sealed class DocumentTests
{
    private const string Path = "/sample/v1/openapi.json";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrent_requests_generate_the_document_once()
    {
        var made = 0;
        await using var api = await StartAsync(() => Interlocked.Increment(ref made));

        var documents = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.Client().GetByteArrayAsync(Path, Cancellation)));
        await api.Client().GetByteArrayAsync(Path, Cancellation);

        Assert.Equal(1, made);
        Assert.All(documents, document => Assert.Equal(documents[0], document));
    }

    [Fact]
    public async Task A_document_that_could_not_be_generated_is_generated_at_the_next_request()
    {
        var made = 0;
        await using var api = await StartAsync(() =>
        {
            if (Interlocked.Increment(ref made) == 1)
            {
                throw new InvalidOperationException("Not this time.");
            }
        });

        Assert.Equal(HttpStatusCode.InternalServerError, (await api.Client().GetAsync(Path, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await api.Client().GetAsync(Path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_document_does_not_depend_on_the_host_and_scheme_of_the_request()
    {
        var settings = ("Metropool:TrustedProxies:0", "192.0.2.0/24");
        var documents = new List<string>();
        foreach (var (host, scheme) in new[] { ("first.example", "http"), ("second.example:8443", "https") })
        {
            // A process of its own each time, so that the host is that of the request that makes the document.
            await using var api = new SampleApi();
            await api.StartAsync(settings);
            var answer = await api.Server.SendAsync(
                context =>
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
                    context.Request.Path = Path;
                    context.Request.Host = new(host);
                    context.Request.Headers["X-Forwarded-Proto"] = scheme;
                    context.Request.Headers["X-Forwarded-For"] = "198.51.100.1";
                },
                Cancellation);
            Assert.Equal(200, answer.Response.StatusCode);
            documents.Add(await new StreamReader(answer.Response.Body).ReadToEndAsync(Cancellation));
        }

        Assert.Equal(documents[0], documents[1]);
        Assert.DoesNotContain(
            documents,
            document => document.Contains("first.example", StringComparison.Ordinal) || document.Contains("second.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_document_has_a_strong_entity_tag()
    {
        await using var api = await StartAsync();
        using var whole = await api.Client().GetAsync(Path, Cancellation);
        var tag = whole.Headers.ETag!;
        Assert.False(tag.IsWeak);
        Assert.Equal("no-cache", whole.Headers.CacheControl?.ToString());

        using var known = await AskAsync(api, tag.ToString());
        Assert.Equal(
            (HttpStatusCode.NotModified, tag, "*"),
            (known.StatusCode, known.Headers.ETag, Assert.Single(known.Headers.GetValues("Access-Control-Allow-Origin"))));
        Assert.Empty(await known.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(api, $"\"another\", {tag}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(api, "*")).StatusCode);

        using var other = await AskAsync(api, "\"another\"");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(await whole.Content.ReadAsByteArrayAsync(Cancellation), await other.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task HEAD_returns_the_length_of_the_document()
    {
        await using var api = await StartAsync();
        var length = (await api.Client().GetByteArrayAsync(Path, Cancellation)).Length;

        using var request = new HttpRequestMessage(HttpMethod.Head, Path);
        using var head = await api.Client().SendAsync(request, Cancellation);

        Assert.Equal(
            (HttpStatusCode.OK, (long?)length, "application/json"),
            (head.StatusCode, head.Content.Headers.ContentLength, head.Content.Headers.ContentType?.MediaType));
        Assert.NotNull(head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task No_other_document_exists()
    {
        await using var api = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await api.Client().GetAsync("/sample/v2/openapi.json", Cancellation)).StatusCode);
    }

    private static async Task<SampleApi> StartAsync(Action? making = null)
    {
        var api = new SampleApi
        {
            Configure = services => services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((_, _, _) =>
            {
                making?.Invoke();
                return Task.CompletedTask;
            })),
        };
        await api.StartAsync();
        return api;
    }

    private static Task<HttpResponseMessage> AskAsync(SampleApi api, string known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return api.Client().SendAsync(request, Cancellation);
    }
}
