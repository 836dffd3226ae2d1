using System.Net;

namespace Metropool.Http.Tests;

/// <summary>Queries are written as the rest of the API is: in camelCase.</summary>
public sealed class QueryTests(SampleApi api) : IClassFixture<SampleApi>
{
    [Theory]
    [InlineData("?kind=wooden", "Wooden")]
    [InlineData("?kind=castIron", "CastIron")]
    [InlineData("?other=1&kind=castIron", "CastIron")]
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
    public async Task A_value_that_the_enumeration_does_not_have_is_refused_by_its_name(string query)
    {
        var response = await api.Client().GetAsync("/sample/v1/kinds" + query, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("kind", Assert.Single((await response.ProblemAsync()).Errors()).Where);
    }
}
