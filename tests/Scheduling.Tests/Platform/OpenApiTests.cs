using Metropool.Testing;

namespace Metropool.Scheduling.Tests.Platform;

public sealed class OpenApiTests(SchedulingFixture fixture)
{
    [Fact]
    public Task The_committed_document_is_the_one_that_is_served() => OpenApiFile.AssertCurrentAsync(fixture);
}
