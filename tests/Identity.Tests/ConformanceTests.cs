using Metropool.Testing.Conformance;

namespace Metropool.Identity.Tests;

public sealed class ConformanceTests(IdentityFixture identity) : ConformanceTests<Program>(identity)
{
    protected override Task<HttpClient> AuthorizedClientAsync() => identity.ApiAsync("beheerder");
}
