using Metropool.Testing.Conformance;

namespace Metropool.Assessment.Tests;

public sealed class ConformanceTests(AssessmentFixture fixture) : ConformanceTests<Program>(fixture);
