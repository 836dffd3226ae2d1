namespace Metropool.Intake.Tests;

public sealed class DocumentTests(IntakeFixture intake)
{
    [Fact]
    public Task The_committed_OpenAPI_document_is_what_is_served() => OpenApiFile.AssertCurrentAsync(intake);
}
