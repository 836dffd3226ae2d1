using System.Text.Json;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Platform;

public sealed class OpenApiTests(SchedulingFixture fixture)
{
    [Fact]
    public Task The_committed_document_is_the_one_that_is_served() => CommittedDocument.EqualsServedAsync(fixture);

    [Fact]
    public void What_is_called_the_same_in_many_use_cases_is_another_schema_in_each()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi.json")));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToList();

        Assert.DoesNotContain(schemas, name => name is "Request" or "View" or "PageOfView" or "Change" or "Day" or "Item");
        Assert.Contains("ReleaseEditionRequest", schemas);
        Assert.Contains("PageOfProposalsView", schemas);
    }
}
