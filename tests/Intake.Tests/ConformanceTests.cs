using Metropool.Testing.Conformance;

namespace Metropool.Intake.Tests;

public sealed class ConformanceTests(IntakeFixture fixture) : ConformanceTests<Program>(fixture);
