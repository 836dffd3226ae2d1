namespace Metropool.Testing.Access;

/// <summary>
/// The rights to read that each endpoint of each service grants (R46). An endpoint without an entry fails the conformance test of its service.
/// </summary>
/// <remarks>
/// An endpoint grants a right if a person can read more data after the call than before: by a role, a seat in a panel, a relation to an organisation, a key or
/// a code. Endpoints that read, change or refuse grant no right if the readers depend on roles that were assigned elsewhere.
/// </remarks>
public static partial class ReadingRights
{
    /// <summary>The entries of a service.</summary>
    public static IReadOnlyList<ReadingRight> Of(string service) => service switch
    {
        "identity" => Identity,
        "intake" => Intake,
        "scheduling" => Scheduling,
        "internship" => Internship,
        "assessment" => Assessment,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "The service has no list of reading rights. Add one."),
    };

    private static IEnumerable<ReadingRight> NoRight(params IEnumerable<string> endpoints) => endpoints.Select(endpoint => new ReadingRight(endpoint));
}
