using Metropool.Assessment.Tests;
using Metropool.Testing;

[assembly: AssemblyFixture(typeof(AssessmentFixture))]

// The tests move one programme time forwards.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Assessment.Tests;

/// <summary>The real service on real servers.</summary>
public sealed class AssessmentFixture() : ServiceFixture<Program>("assessment");
