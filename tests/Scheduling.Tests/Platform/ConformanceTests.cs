using Metropool.Testing.Conformance;

namespace Metropool.Scheduling.Tests.Platform;

public sealed class ConformanceTests(SchedulingFixture fixture) : ConformanceTests<Program>(fixture)
{
    // Time is the same for all tests.
    protected override IReadOnlyCollection<string> ExcludedOperations => ["MoveProgrammeTime"];
}
