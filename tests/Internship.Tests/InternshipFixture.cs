using Metropool.Internship.Tests;
using Metropool.Testing;

[assembly: AssemblyFixture(typeof(InternshipFixture))]

// The tests move one programme time forwards.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Internship.Tests;

/// <summary>The real service on real servers.</summary>
public sealed class InternshipFixture() : ServiceFixture<Program>("internship");
