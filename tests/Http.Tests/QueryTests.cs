using System.Net;

namespace Metropool.Http.Tests;

/// <summary>Queries are written as the rest of the API is: in camelCase.</summary>
public sealed class QueryTests(SampleApi api) : IClassFixture<SampleApi>
{
    [Theory]
    [InlineData("?kind=wooden", "Wooden")]
    [InlineData("?kind=castIron", "CastIron")]
    [InlineData("?Kind=castIron", "CastIron")]
    [InlineData("", "")]
    public async Task An_enumeration_in_a_query_is_written_as_in_json(string query, string bound) =>
        Assert.Equal(bound, await api.Client().GetStringAsync("/sample/v1/kinds" + query, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("?kind=plastic")]
    [InlineData("?kind=Wooden")]
    [InlineData("?kind=1")]
    [InlineData("?kind=99")]
    [InlineData("?kind=")]
    [InlineData("?kind=wooden,castIron")]
    [InlineData("?kind=wooden&kind=castIron")]
    public async Task An_unknown_enumeration_value_is_refused(string query)
    {
        var response = await api.Client().GetAsync("/sample/v1/kinds" + query, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("kind", Assert.Single((await response.ProblemAsync()).Errors()).Where);
    }

    [Theory]
    [InlineData("/sample/v1/kinds?kid=wooden", "kid")]
    [InlineData("/sample/v1/open?nosuch=1", "nosuch")]
    [InlineData("/sample/v1/open?nosuch", "nosuch")]
    [InlineData("/sample/v1/open?=1", "query")]
    public async Task An_unknown_parameter_is_refused(string address, string where)
    {
        var response = await api.Client().GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.ProblemAsync();
        Assert.Equal("request.invalid", problem.Code());
        Assert.Equal([(where, "unknown-parameter")], problem.Errors());
    }

    [Fact]
    public async Task An_unknown_parameter_is_listed_with_the_other_faults_and_truncated()
    {
        var response = await api.Client().GetAsync($"/sample/v1/kinds?{new string('x', 1000)}=1&kind=plastic", TestContext.Current.CancellationToken);

        Assert.Equal([(new string('x', 100) + "…", "unknown-parameter"), ("kind", "not-readable")], (await response.ProblemAsync()).Errors());
    }

    [Fact]
    public async Task The_document_ignores_the_query() =>
        Assert.Equal(HttpStatusCode.OK, (await api.Client().GetAsync("/sample/v1/openapi.json?nosuch=1", TestContext.Current.CancellationToken)).StatusCode);

    [Theory]
    [InlineData("")]
    [InlineData("%20")]
    [InlineData("%E2%80%8B")]
    public async Task A_blank_filter_is_refused(string blank)
    {
        var response = await api.Client().GetAsync($"/sample/v1/names/chair?like={blank}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([("like", "not-allowed")], (await response.ProblemAsync()).Errors());
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("")]
    [InlineData("%20")]
    public async Task An_invalid_cursor_is_one_fault(string cursor)
    {
        var problem = await (await api.Client().GetAsync($"/sample/v1/pages?cursor={cursor}", TestContext.Current.CancellationToken)).ProblemAsync();

        Assert.Equal("request.cursor-invalid", problem.Code());
        Assert.Equal([("cursor", "not-allowed")], problem.Errors());
    }
}
