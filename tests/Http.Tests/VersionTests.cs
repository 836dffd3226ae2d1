using System.Net;
using System.Net.Http.Json;

namespace Metropool.Http.Tests;

/// <summary>Entity tags: what is known isn't sent again, and what somebody hasn't seen isn't overwritten.</summary>
public sealed class VersionTests(SampleApi api) : IClassFixture<SampleApi>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_known_is_not_sent_again()
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
    public async Task A_tag_that_cannot_be_read_is_refused_also_by_a_reader(string tag)
    {
        await AssertRefusedAsync(await SendAsync(HttpMethod.Get, "If-None-Match", tag), HttpStatusCode.BadRequest, "request.if-none-match-malformed");
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(HttpMethod.Get, "If-None-Match", $"W/\"one\", {await TagAsync()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(HttpMethod.Get, "If-None-Match", "*")).StatusCode);
    }

    [Fact]
    public async Task What_is_shown_along_counts_for_a_reader_and_not_for_a_writer()
    {
        api.Shown = new("text", "before", 7);
        var tag = await TagAsync();

        api.Shown = api.Shown with { Beside = "after" };

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "If-None-Match", tag)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "If-Match", tag)).StatusCode);
    }

    [Fact]
    public async Task Who_does_not_know_the_version_changes_nothing()
    {
        api.Shown = new("text", "", 1);
        var tag = await TagAsync();
        api.Shown = new("somebody else's", "", 2);

        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "If-Match", tag), HttpStatusCode.PreconditionFailed, "request.version-mismatch");
        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "If-Match", "W/" + await TagAsync()), HttpStatusCode.PreconditionFailed, "request.version-mismatch");
        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "X-Nothing", "1"), HttpStatusCode.PreconditionRequired, "request.if-match-needed");
        await AssertRefusedAsync(await SendAsync(HttpMethod.Put, "If-Match", "2"), HttpStatusCode.BadRequest, "request.if-match-malformed");
        Assert.Equal("somebody else's", api.Shown.Text);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"1.x\", \"5.y\"")]
    public async Task Any_version_or_one_of_several_can_be_meant(string version)
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
