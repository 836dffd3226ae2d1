using System.Net;
using System.Net.Http.Json;

namespace Metropool.Http.Tests;

/// <summary>Entity tags: what is known isn't sent again, and what somebody hasn't seen isn't overwritten.</summary>
public sealed class VersionTests(SampleApi api) : IClassFixture<SampleApi>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unchanged_resource_is_304()
    {
        var tag = await TagAsync();

        var again = await SendAsync(HttpMethod.Get, "If-None-Match", tag);

        Assert.Equal((HttpStatusCode.NotModified, tag), (again.StatusCode, again.Headers.ETag!.Tag));
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "If-None-Match", "\"other\"")).StatusCode);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("\"one\", two")]
    public async Task A_malformed_If_None_Match_is_refused(string tag)
    {
        await AssertRefusedAsync(await SendAsync(HttpMethod.Get, "If-None-Match", tag), HttpStatusCode.BadRequest, "request.if-none-match-malformed");
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(HttpMethod.Get, "If-None-Match", $"W/\"one\", {await TagAsync()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(HttpMethod.Get, "If-None-Match", "*")).StatusCode);
    }

    [Fact]
    public async Task Related_data_is_part_of_the_tag_and_not_of_the_version()
    {
        api.Shown = new("text", "before", 7);
        var tag = await TagAsync();

        api.Shown = api.Shown with { Beside = "after" };

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "If-None-Match", tag)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "If-Match", tag)).StatusCode);
    }

    [Fact]
    public async Task A_change_without_the_current_version_is_refused()
    {
        api.Shown = new("text", "", 1);
        var tag = await TagAsync();
        api.Shown = new("somebody else's", "", 2);

        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "If-Match", tag), HttpStatusCode.PreconditionFailed, "request.version-mismatch");
        await AssertRefusedAsync(
            await SendAsync(HttpMethod.Put, "If-Match", "W/" + await TagAsync()), HttpStatusCode.PreconditionFailed, "request.version-mismatch");
        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "X-Nothing", "1"), HttpStatusCode.PreconditionRequired, "request.if-match-needed");
        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "If-Match", "2"), HttpStatusCode.BadRequest, "request.if-match-malformed");
        Assert.Equal("somebody else's", api.Shown.Text);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"1.x\", \"5.y\"")]
    public async Task If_Match_can_have_several_versions_or_any(string version)
    {
        api.Shown = new("text", "", 5);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "If-Match", version)).StatusCode);
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        var head = await SendAsync(HttpMethod.Head, "X-Nothing", "1");

        Assert.Equal((HttpStatusCode.OK, await TagAsync()), (head.StatusCode, head.Headers.ETag!.Tag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    private async Task<string> TagAsync() => (await SendAsync(HttpMethod.Get, "X-Nothing", "1")).Headers.ETag!.Tag;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string header, string value)
    {
        using var request = new HttpRequestMessage(method, "/sample/v1/note");
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = method == HttpMethod.Put ? JsonContent.Create(new { text = "mine", beside = "", version = 9 }) : null;
        return await api.Client().SendAsync(request, Cancellation);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code) =>
        Assert.Equal((status, code), (response.StatusCode, (await response.ProblemAsync()).Code()));
}
