using Metropool.Testing;

namespace Metropool.Identity.Tests;

public sealed class OpenApiTests(IdentityFixture identity)
{
    [Fact]
    public Task The_committed_document_is_what_the_service_serves() =>
        OpenApiFile.AssertCurrentAsync(identity);
}
