using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Metropool.Http.Tests;

/// <summary>NL API Design Rules: every failure is problem details, and names all faults at once.</summary>
public sealed class ProblemTests(SampleApi api) : IClassFixture<SampleApi>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [Theory]
    [InlineData("GET", "/sample/v1/me", 401, "request.unauthenticated")]
    [InlineData("GET", "/sample/v1/nowhere", 404, "request.not-found")]
    [InlineData("GET", "/nowhere", 404, "request.not-found")]
    [InlineData("GET", "/sample/v1/open/", 404, "request.not-found")]
    [InlineData("GET", "/sample/v1/things/no-uuid", 404, "request.not-found")]
    [InlineData("DELETE", "/sample/v1/open", 405, "request.method-not-allowed")]
    [InlineData("GET", "/sample/v1/refusal", 409, "sample.full")]
    [InlineData("GET", "/sample/v1/failure", 500, "server.failed")]
    public async Task Every_failure_is_problem_details_with_a_code(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        // A browser asks for something else, and gets problem details as well.
        request.Headers.Accept.ParseAdd("text/html");
        var response = await api.Client().SendAsync(request, Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.ProblemAsync();
        Assert.Equal(code, problem.Code());
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_are_not_validated_as_input()
    {
        var response = await api.Client().GetAsync("/sample/v1/services", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_method_is_refused_with_those_that_are_supported()
    {
        var response = await api.Client().DeleteAsync("/sample/v1/things", Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_authenticated_caller_without_the_role_is_forbidden()
    {
        var response = await api.Client(api.Identity.Token(Guid.CreateVersion7())).GetAsync("/sample/v1/staff", Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("request.forbidden", (await response.ProblemAsync()).Code());
    }

    [Fact]
    public async Task A_body_of_another_media_type_is_415()
    {
        var response = await api.Client().PostAsync(
            "/sample/v1/things", new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded"), Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("request.media-type-unsupported", (await response.ProblemAsync()).Code());
    }

    [Fact]
    public async Task Faults_of_a_refusal_are_listed()
    {
        var problem = await (await api.Client().GetAsync("/sample/v1/refusal", Cancellation)).ProblemAsync();

        Assert.Equal([("places", "none-left")], problem.Errors());
        Assert.Equal("It is full.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task All_values_outside_their_limits_are_listed()
    {
        var response = await api.Client().PostAsync(
            "/sample/v1/things",
            Json("""{ "name": "x", "size": 12, "parts": [ { "title": "leg" }, { "title": "tabletop" } ] }"""),
            Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.ProblemAsync();
        Assert.Equal("request.invalid", problem.Code());
        Assert.Equal([("name", "wrong-length"), ("size", "out-of-range"), ("parts[1].title", "wrong-length")], problem.Errors());
    }

    [Theory]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [], "colour": "red" }""", "colour", "unknown-property")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ { "title": "leg", "colour": "red" } ] }""", "parts[0].colour", "unknown-property")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [], "size": 4 }""", "size", "duplicate-property")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ { "title": "leg", "title": "leg" } ] }""", "parts[0].title", "duplicate-property")]
    [InlineData("""{ "name": "chair", "size": "three", "parts": [] }""", "size", "not-readable")]
    [InlineData("""{ "name": "chair", "size": "3", "parts": [] }""", "size", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ { "title": "leg", "kind": "plastic" } ] }""", "parts[0].kind", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ { "title": "leg", "kind": "Wooden" } ] }""", "parts[0].kind", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ { "title": "leg", "kind": "wooden, castIron" } ] }""", "parts[0].kind", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ { "title": "leg", "kind": "1" } ] }""", "parts[0].kind", "not-readable")]
    [InlineData("""{ "name": null, "size": 3, "parts": [] }""", "name", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [ """, "body", "not-json")]
    [InlineData("""name=chair""", "body", "not-json")]
    [InlineData("", "body", "missing")]
    [InlineData("null", "body", "missing")]
    [InlineData("[]", "body", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 1e999, "parts": [] }""", "size", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": {} }""", "parts", "not-readable")]
    [InlineData("""{ "name": [], "size": 3, "parts": [] }""", "name", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [], "note": "\ud800" }""", "note", "not-readable")]
    [InlineData("""{ "name": "chair", "size": 3, "parts": [], "\ud800": 1 }""", "body", "not-readable")]
    [InlineData("""{ "name": "chair", "size": NaN, "parts": [] }""", "body", "not-json")]
    public async Task Json_that_cannot_be_read_is_400_with_the_location(string body, string where, string code)
    {
        var response = await api.Client().PostAsync("/sample/v1/things", Json(body), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.ProblemAsync();
        Assert.Equal("request.invalid", problem.Code());
        Assert.Equal([(where, code)], problem.Errors());
        Assert.DoesNotContain("Metropool.", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "note": "a\u0000b" """, "note", "not-allowed")]
    [InlineData(""" "note": "\u001b[31m" """, "note", "not-allowed")]
    [InlineData(""" "note": "\u0085" """, "note", "not-allowed")]
    [InlineData(""" "labels": ["fine", "a\u0000b"] """, "labels[1]", "not-allowed")]
    [InlineData(""" "country": "nl" """, "country", "not-allowed")]
    [InlineData(""" "madeAt": "9999-12-31T23:30:00Z" """, "madeAt", "out-of-range")]
    [InlineData(""" "madeAt": "0001-01-01T00:00:00Z" """, "madeAt", "out-of-range")]
    public async Task Invalid_characters_and_dates_are_refused_without_an_annotation(string property, string where, string code)
    {
        var response = await api.Client().PostAsync(
            "/sample/v1/things", Json($$"""{ "name": "chair", "size": 3, "parts": [], {{property}} }"""), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([(where, code)], (await response.ProblemAsync()).Errors());
    }

    [Theory]
    [InlineData("somebody")]
    [InlineData("somebody@localhost")]
    [InlineData("@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("two words@example.org")]
    [InlineData(".a@example.org")]
    [InlineData("a..b@example.org")]
    [InlineData("a@-example.org")]
    [InlineData("a@example.1")]
    [InlineData("a@example.org\\n")]
    public async Task An_invalid_email_address_is_refused(string mail)
    {
        var problem = await (await api.Client().PostAsync(
            "/sample/v1/things", Json($$"""{ "name": "chair", "size": 3, "parts": [], "mail": "{{mail}}" }"""), Cancellation)).ProblemAsync();

        Assert.Equal([("mail", "not-allowed")], problem.Errors());
        Assert.Equal(EmailAddresses.Message, problem.GetProperty("errors")[0].GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("zoe.o'neil+metropool@post.example.org")]
    [InlineData("a@xn--bcher-kva.example")]
    public void An_unusual_email_address_is_valid(string mail) => Assert.True(EmailAddresses.IsAddress(mail));

    [Fact]
    public async Task Faults_have_plain_messages()
    {
        var problem = await (await api.Client().PostAsync(
            "/sample/v1/things",
            Json("""{ "name": "x", "size": 12, "parts": [ { "title": "tabletop" } ], "country": "nl" }"""),
            Cancellation)).ProblemAsync();

        Assert.Equal(
            [
                "2 to 10 characters are required.",
                "The value must be from 1 to 9.",
                "At most 5 characters are allowed.",
                "The value doesn't match the pattern in the OpenAPI document of this API.",
            ],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("names/a%07b", "name", "not-allowed")]
    [InlineData("names/a?like=%00", "like", "not-allowed")]
    [InlineData("names/a?since=0001-01-01", "since", "out-of-range")]
    public async Task Invalid_characters_and_dates_are_refused_in_a_path_and_a_query(string path, string where, string code)
    {
        var response = await api.Client().GetAsync($"/sample/v1/{path}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([(where, code)], (await response.ProblemAsync()).Errors());
    }

    [Fact]
    public async Task Letters_of_every_script_line_breaks_and_tabs_are_valid()
    {
        const string text = "Zoë\t’s-Gravenhage 🏙️\r\n東京\n<b>vet</b>";
        var response = await api.Client().PostAsync(
            "/sample/v1/things", JsonContent.Create(new { name = "chair", size = 3, parts = Array.Empty<object>(), note = text }), Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(text, (await response.Content.ReadFromJsonAsync<Dictionary<string, object>>(Cancellation))!["note"].ToString());
    }

    [Fact]
    public async Task All_missing_required_properties_are_listed()
    {
        var missing = await (await api.Client().PostAsync("/sample/v1/things", Json("{}"), Cancellation)).ProblemAsync();
        Assert.Equal([("name", "missing"), ("size", "missing"), ("parts", "missing")], missing.Errors());

        var incomplete = await api.Client().PostAsync("/sample/v1/things", Json("""{ "name": "chair", "size": 3, "parts": [ {} ] }"""), Cancellation);
        var nested = await incomplete.ProblemAsync();
        Assert.Equal([("parts[0].title", "missing")], nested.Errors());
    }

    [Fact]
    public async Task An_invalid_or_missing_query_value_is_listed()
    {
        var tooLarge = await api.Client().GetAsync($"/sample/v1/things/{Guid.CreateVersion7()}?limit=1000", Cancellation);
        var outside = await tooLarge.ProblemAsync();
        Assert.Equal([("limit", "out-of-range")], outside.Errors());

        var wrong = await (await api.Client().GetAsync("/sample/v1/numbers?number=x", Cancellation)).ProblemAsync();
        Assert.Equal([("number", "not-readable")], wrong.Errors());

        var missing = await (await api.Client().GetAsync("/sample/v1/numbers", Cancellation)).ProblemAsync();
        Assert.Equal([("number", "missing")], missing.Errors());
    }
}
