using Metropool.Testing.Conformance;

namespace Metropool.Internship.Tests;

public sealed class ConformanceTests(InternshipFixture fixture) : ConformanceTests<Program>(fixture);
