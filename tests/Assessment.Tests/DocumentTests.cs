using Metropool.Testing;

namespace Metropool.Assessment.Tests;

public sealed class DocumentTests(AssessmentFixture assessment)
{
    [Fact]
    public Task The_committed_OpenAPI_document_is_what_is_served() => OpenApiFile.AssertCurrentAsync(assessment);
}
