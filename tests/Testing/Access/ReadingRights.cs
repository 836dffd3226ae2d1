namespace Metropool.Testing.Access;

/// <summary>
/// For every endpoint of every service: whether it grants a right to read (R46). An endpoint without an answer fails the conformance test of its service.
/// </summary>
/// <remarks>
/// Reading, changing and refusing grant nothing where the readers are fixed by roles that were given elsewhere. An endpoint grants a right
/// when after the call a person reads what they didn't read before: by a role, a seat, a relation to an organisation, a key or a code.
/// </remarks>
public static partial class ReadingRights
{
    /// <summary>The answers for a service.</summary>
    public static IReadOnlyList<ReadingRight> Of(string service) => service switch
    {
        "identity" => Identity,
        "intake" => Intake,
        "scheduling" => Scheduling,
        "internship" => Internship,
        "assessment" => Assessment,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "The service has no list of reading rights. Add one."),
    };

    private static IEnumerable<ReadingRight> Nothing(params IEnumerable<string> endpoints) => endpoints.Select(endpoint => new ReadingRight(endpoint));
}
