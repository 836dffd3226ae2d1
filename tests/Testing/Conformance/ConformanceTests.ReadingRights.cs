using System.Reflection;
using Metropool.Testing.Access;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>R46: of every endpoint it is known whether it grants a right to read, and of each that does a test shows that callers don't grant it to themselves.</summary>
public abstract partial class ConformanceTests<TProgram>
{
    [Fact]
    public void R46_Of_every_endpoint_it_is_known_whether_it_grants_a_right_to_read()
    {
        var known = ReadingRights.Of(fixture.Service).Select(right => right.Endpoint).Order(StringComparer.Ordinal).ToList();
        var endpoints = fixture.EndpointNames().Concat(fixture.PagePaths()).Order(StringComparer.Ordinal).ToList();

        Assert.True(
            known.SequenceEqual(endpoints),
            $"""
            Does a call give the caller, or a person whom the caller chooses, a right to read about another person?
            Answer in ReadingRights for: {string.Join(", ", endpoints.Except(known))}.
            Remove, or keep once: {string.Join(", ", known.Except(endpoints).Concat(known.CountBy(name => name).Where(name => name.Value > 1).Select(name => name.Key)))}.
            """);
    }

    [Fact]
    public void R46_Each_right_to_read_names_a_test_of_who_cannot_grant_it()
    {
        var tests = GetType().Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => method.Name).ToHashSet();

        Assert.Empty(ReadingRights.Of(fixture.Service).Where(right => right.Opens is not null && !tests.Contains(right.Test!)).Select(right => $"{right.Endpoint}: no test {right.Test}"));
    }
}
