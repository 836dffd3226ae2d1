namespace Metropool.Testing.Access;

/// <summary>Whether a call of an endpoint grants the caller, or a person whom the caller chooses, a right to read data about another person.</summary>
/// <param name="Endpoint">The name of the endpoint, or the path of a page.</param>
public sealed record ReadingRight(string Endpoint)
{
    /// <summary>Creates an entry for an endpoint that grants a right.</summary>
    /// <param name="endpoint">The name of the endpoint.</param>
    /// <param name="grants">The data that can be read after the call.</param>
    /// <param name="reader">The person who can read it.</param>
    /// <param name="grantedBy">The callers who grant it.</param>
    /// <param name="test">The name of the test of the service which shows that callers can't grant the right to themselves.</param>
    public ReadingRight(string endpoint, string grants, string reader, string grantedBy, string test)
        : this(endpoint) => (Grants, Reader, GrantedBy, Test) = (grants, reader, grantedBy, test);

    /// <summary>The data that can be read after the call, or null if it grants no right.</summary>
    public string? Grants { get; }

    /// <summary>The person who can read it.</summary>
    public string? Reader { get; }

    /// <summary>The callers who grant it.</summary>
    public string? GrantedBy { get; }

    /// <summary>The name of the test which shows that callers can't grant the right to themselves.</summary>
    public string? Test { get; }
}
