using System.Reflection;
using Metropool.Testing.Access;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>R46: every endpoint has an entry in <see cref="ReadingRights"/>, and every right has a test that callers can't grant it to themselves.</summary>
public abstract partial class ConformanceTests<TProgram>
{
    [Fact]
    public void R46_Every_endpoint_has_an_entry_for_the_rights_to_read_that_it_grants()
    {
        var known = ReadingRights.Of(fixture.Service).Select(right => right.Endpoint).Order(StringComparer.Ordinal).ToList();
        var duplicates = known.CountBy(name => name).Where(count => count.Value > 1).Select(count => count.Key);
        var endpoints = fixture.EndpointNames().Concat(fixture.PagePaths()).Order(StringComparer.Ordinal).ToList();

        Assert.True(
            known.SequenceEqual(endpoints),
            $"""
            Does a call grant the caller, or a person whom the caller chooses, a right to read data about another person?
            Add an entry to ReadingRights for: {string.Join(", ", endpoints.Except(known))}.
            Remove the entries without an endpoint, and duplicates: {string.Join(", ", known.Except(endpoints).Concat(duplicates))}.
            """);
    }

    [Fact]
    public void R46_Every_right_to_read_names_a_test_that_callers_cannot_grant_it_to_themselves()
    {
        var tests = GetType().Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => method.Name).ToHashSet();

        Assert.Empty(ReadingRights.Of(fixture.Service)
            .Where(right => right.Grants is not null && !tests.Contains(right.Test!))
            .Select(right => $"{right.Endpoint}: test {right.Test} not found"));
    }
}
