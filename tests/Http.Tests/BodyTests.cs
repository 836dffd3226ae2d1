using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Metropool.Http.Tests;

/// <summary>What a body may be, before anything of it is read as JSON.</summary>
public sealed class BodyTests(SampleApi api) : IClassFixture<SampleApi>
{
    private const string Valid = """{ "name": "chair", "size": 3, "parts": [] }""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("application/json; charset=\"UTF-8\"", 201)]
    [InlineData("application/json; charset=no-such", 415)]
    [InlineData("application/json; charset=\"no-such\"", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=", 415)]
    [InlineData("application/json; charset=utf-8; charset=no-such", 415)]
    [InlineData("application/json, application/json", 415)]
    [InlineData("text/json", 415)]
    [InlineData("multipart/form-data", 415)]
    [InlineData("nonsense", 415)]
    public async Task Json_must_be_utf_8(string contentType, int status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var answer = await api.Client().PostAsync("/sample/v1/things", content, Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 415)
        {
            Assert.Equal("request.media-type-unsupported", (await answer.ProblemAsync()).Code());
        }
    }

    [Theory]
    [InlineData("/sample/v1/guarded")]
    [InlineData("/sample/v1/things")]
    public async Task An_unknown_character_encoding_is_refused_before_authentication(string path)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=no-such");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.Client().PostAsync(path, content, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    [InlineData("no-such")]
    public async Task A_content_coding_is_refused_with_those_that_are_supported(string coding)
    {
        using var content = new StringContent(Valid, Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        var answer = await api.Client().PostAsync("/sample/v1/things", content, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("request.content-coding-unsupported", (await answer.ProblemAsync()).Code());
        Assert.Equal("identity", Assert.Single(answer.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task The_content_coding_identity_is_supported()
    {
        using var content = new StringContent(Valid, Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("identity");

        Assert.Equal(HttpStatusCode.Created, (await api.Client().PostAsync("/sample/v1/things", content, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_byte_order_mark_is_ignored()
    {
        using var content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Valid)]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");

        Assert.Equal(HttpStatusCode.Created, (await api.Client().PostAsync("/sample/v1/things", content, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_body_with_invalid_utf_8_is_not_json()
    {
        using var content = new ByteArrayContent([.. "{ \"name\": \""u8, 0xFF, 0xFE, .. "\" }"u8]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");

        Assert.Equal([("body", "not-json")], (await (await api.Client().PostAsync("/sample/v1/things", content, Cancellation)).ProblemAsync()).Errors());
    }

    [Theory]
    [InlineData("/sample/v1/things", BodyLimit.Default)]
    [InlineData("/sample/v1/limited", SampleApi.SmallLimit)]
    public async Task A_body_can_be_as_large_as_its_limit(string path, int limit)
    {
        foreach (var announced in new[] { true, false })
        {
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(limit, announced)).StatusCode);
            var larger = await SendAsync(limit + 1, announced);
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request.too-large"), (larger.StatusCode, (await larger.ProblemAsync()).Code()));
        }

        async Task<HttpResponseMessage> SendAsync(int length, bool announced)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new StringContent(Valid + new string(' ', length - Valid.Length), Encoding.UTF8, "application/json");
            request.Headers.TransferEncodingChunked = !announced;
            return await api.Client().SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task A_content_length_above_the_limit_is_refused_before_authentication()
    {
        using var content = new StringContent(new string(' ', BodyLimit.Default + 1), Encoding.UTF8, "application/json");
        var answer = await api.Client().PostAsync("/sample/v1/guarded", content, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
