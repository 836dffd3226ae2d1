using System.Net;
using System.Text;

namespace Metropool.Http.Tests;

/// <summary>All faults of a request are named at once, wherever they are.</summary>
public sealed class RequestTests(SampleApi api) : IClassFixture<SampleApi>
{
    private const string Valid = """{ "name": "chair", "size": 3, "parts": [] }""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_faults_of_path_query_and_body_are_listed_in_one_response()
    {
        var answer = await PostAsync(
            "orders/x?kind=plastic&day=01/02/2026&at=2026-10-26T09:00&time=9%20am&gift=True&number=1&number=two",
            """
            {
                "name": "x", "size": "three", "colour": "red", "madeAt": "2026-10-26T09:00:00", "labels": [ "fine", 1 ], "labels": [], "mail": "nobody",
                "note": null,
                "parts": [ { "title": "tabletop" }, { "colour": "red", "kind": "plastic" }, { "title": "leg", "title": "leg" }, null, "leg" ]
            }
            """);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.ProblemAsync();
        Assert.Equal("request.invalid", problem.Code());
        Assert.Equal(
            new (string, string)[]
            {
                ("shelf", "not-readable"), ("kind", "not-readable"), ("buyer", "missing"), ("day", "not-readable"), ("at", "not-readable"),
                ("time", "not-readable"),
                ("gift", "not-readable"), ("number", "not-readable"),
                ("name", "wrong-length"), ("size", "not-readable"), ("colour", "unknown-property"), ("madeAt", "not-readable"),
                ("labels[1]", "not-readable"), ("labels", "duplicate-property"), ("mail", "not-allowed"),
                ("parts[0].title", "wrong-length"), ("parts[1].colour", "unknown-property"), ("parts[1].kind", "not-readable"), ("parts[1].title", "missing"),
                ("parts[2].title", "duplicate-property"), ("parts[3]", "missing"), ("parts[4]", "not-readable"),
            }.Order(),
            problem.Errors().Order());
    }

    [Fact]
    public async Task Values_of_path_and_query_are_written_as_in_json()
    {
        var answer = await PostAsync(
            "orders/7?kind=castIron&buyer=01900000-0000-7000-8000-000000000001&day=2026-02-01&at=2026-10-26T10:30:00%2B01:00&time=09:30:00"
            + "&gift=true&number=1&number=-2",
            Valid);

        Assert.Equal(
            "\"7 CastIron 01900000-0000-7000-8000-000000000001 2026-02-01 2026-10-26T09:30:00.0000000+00:00 09:30:00.0000000 True 1,-2 chair\"",
            await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("gift=")]
    [InlineData("gift=null")]
    [InlineData("gift=%20true")]
    [InlineData("gift=true&gift=true")]
    [InlineData("day=2026-2-1")]
    [InlineData("day=2026-02-30")]
    [InlineData("number=1e3")]
    [InlineData("number=99999999999")]
    [InlineData("number=%2B1")]
    [InlineData("kind=%00")]
    [InlineData("at=%FF")]
    public async Task A_value_in_another_format_is_refused(string query)
    {
        var answer = await PostAsync($"orders/7?buyer=01900000-0000-7000-8000-000000000001&{query}", Valid);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal([(query.Split('=')[0], "not-readable")], (await answer.ProblemAsync()).Errors());
    }

    [Theory]
    [InlineData("{01900000-0000-7000-8000-000000000001}")]
    [InlineData("01900000000070008000000000000001")]
    public async Task A_uuid_has_one_format(string buyer)
    {
        var answer = await PostAsync($"orders/7?buyer={buyer}", Valid);

        Assert.Equal([("buyer", "not-readable")], (await answer.ProblemAsync()).Errors());
    }

    [Fact]
    public async Task A_fault_in_the_query_is_listed_with_values_outside_their_limits_in_the_body()
    {
        var answer = await PostAsync("orders/7", """{ "name": "x", "size": 12, "parts": [] }""");

        Assert.Equal([("buyer", "missing"), ("name", "wrong-length"), ("size", "out-of-range")], (await answer.ProblemAsync()).Errors());
    }

    [Fact]
    public async Task A_blank_optional_string_is_null_also_beside_a_fault()
    {
        var answer = await PostAsync("things", """{ "name": "chair", "size": 3, "parts": [], "nickname": " ", "unknown": 1 }""");

        Assert.Equal([("unknown", "unknown-property")], (await answer.ProblemAsync()).Errors());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u200B")]
    public async Task A_blank_string_with_a_pattern_is_null_where_it_is_optional_and_missing_where_it_is_required(string blank)
    {
        var optional = await PostAsync(
            "things", $$"""{ "name": "chair", "size": 3, "parts": [], "country": "{{blank}}", "mail": "{{blank}}", "register": "{{blank}}" }""");
        Assert.Equal(HttpStatusCode.Created, optional.StatusCode);
        Assert.Contains("\"country\":null", await optional.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        var needed = await PostAsync("moments", $$"""{ "to": "2026-01-01T00:00:00Z", "postcode": "{{blank}}" }""");
        Assert.Equal([("postcode", "missing")], (await needed.ProblemAsync()).Errors());
    }

    [Fact]
    public async Task A_value_with_two_faults_is_listed_once()
    {
        var problem = await (await PostAsync("moments", """{ "to": "2500-01-01T00:00:00Z", "postcode": "1234 AB" }""")).ProblemAsync();

        Assert.Equal([("to", "out-of-range")], problem.Errors());
    }

    [Fact]
    public async Task The_length_of_a_list_is_checked_although_its_items_cannot_be_read()
    {
        var answer = await PostAsync("parts", """[ 1, { "title": "leg" }, { "title": "tabletop" }, { "title": "leg" } ]""");

        Assert.Equal(new (string, string)[] { ("[0]", "not-readable"), ("[2].title", "wrong-length"), ("body", "wrong-length") }.Order(),
            (await answer.ProblemAsync()).Errors().Order());
    }

    [Fact]
    public async Task A_malformed_If_Match_is_listed_with_the_faults_of_the_body()
    {
        async Task<HttpResponseMessage> PutAsync(string version, string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/sample/v1/note") { Content = Json(body) };
            request.Headers.TryAddWithoutValidation("If-Match", version);
            return await api.Client().SendAsync(request, Cancellation);
        }

        var both = await (await PutAsync("no quotes", """{ "text": 1, "version": 1 }""")).ProblemAsync();
        Assert.Equal("request.invalid", both.Code());
        Assert.Equal([("If-Match", "not-readable"), ("text", "not-readable"), ("beside", "missing")], both.Errors());

        var alone = await (await PutAsync("no quotes", """{ "text": "a", "beside": "b", "version": 1 }""")).ProblemAsync();
        Assert.Equal("request.if-match-malformed", alone.Code());
    }

    [Fact]
    public async Task An_invalid_cursor_is_listed_with_other_faults()
    {
        var both = await (await api.Client().GetAsync("/sample/v1/pages?cursor=nonsense&limit=500&kind=plastic", Cancellation)).ProblemAsync();
        Assert.Equal("request.invalid", both.Code());
        Assert.Equal(new (string, string)[] { ("cursor", "not-allowed"), ("limit", "out-of-range"), ("kind", "not-readable") }.Order(), both.Errors().Order());

        var alone = await (await api.Client().GetAsync("/sample/v1/pages?cursor=nonsense", Cancellation)).ProblemAsync();
        Assert.Equal("request.cursor-invalid", alone.Code());
    }

    [Fact]
    public async Task At_most_100_faults_are_listed()
    {
        var answer = await PostAsync("things", $$"""{ "name": "chair", "size": 3, "parts": [ {{string.Join(',', Enumerable.Repeat("0", 100_000))}} ] }""");

        var problem = await answer.ProblemAsync();
        Assert.Equal(100, problem.Errors().Count);
        Assert.Equal("The request has many faults. The first 100 are listed.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_name_of_an_unknown_property_is_truncated()
    {
        var problem = await (await PostAsync("things", $$"""{ "name": "chair", "size": 3, "parts": [], "{{new string('x', 1000)}}": 1 }""")).ProblemAsync();

        Assert.Equal(new string('x', 100) + "…", Assert.Single(problem.Errors()).Where);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> PostAsync(string path, string body) => api.Client().PostAsync($"/sample/v1/{path}", Json(body), Cancellation);
}
