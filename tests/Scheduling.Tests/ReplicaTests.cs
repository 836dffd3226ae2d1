using Metropool.Scheduling.Replicas;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests;

public sealed class ReplicaTests
{
    [Fact]
    public void A_replica_applies_newer_and_equal_versions_and_ignores_older_ones()
    {
        var (person, organisation) = (new Person(Some.Id()), new Organisation(Some.Id()));
        var (application, assessment) = (new Application(Some.Id()), new Assessment(Some.Id()));
        var participation = Some.Participation(Some.Id());

        AssertVersions(version => person.Apply(Some.Person(person.PersonId) with { Version = version }));
        AssertVersions(version => person.Apply(Some.Staff(person.PersonId) with { Version = version }));
        AssertVersions(version => organisation.Apply(Some.Organisation(organisation.OrganisationId) with { Version = version }));
        AssertVersions(version => application.Apply(Some.Application(Some.Id()) with { Version = version }));
        AssertVersions(version => assessment.Apply(Some.Assessment(participation) with { Version = version }));
    }

    private static void AssertVersions(Func<long, bool> apply) => Assert.Equal([true, true, false, true], new[] { 2L, 2, 1, 3 }.Select(apply));
}
