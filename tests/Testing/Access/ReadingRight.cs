namespace Metropool.Testing.Access;

/// <summary>The answer for one endpoint: does a call give the caller, or a person whom the caller chooses, a right to read about another person?</summary>
/// <param name="Endpoint">The name of the endpoint; of a page its path.</param>
public sealed record ReadingRight(string Endpoint)
{
    /// <summary>A right that a call grants.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="opens">What can be read then.</param>
    /// <param name="to">The person who can read it.</param>
    /// <param name="by">The callers who grant it.</param>
    /// <param name="test">The name of the test which shows that the caller doesn't become a reader by it. It is a test of the service.</param>
    public ReadingRight(string endpoint, string opens, string to, string by, string test)
        : this(endpoint) => (Opens, To, By, Test) = (opens, to, by, test);

    /// <summary>What can be read after the call; null where it grants nothing.</summary>
    public string? Opens { get; }

    /// <summary>The person who can read it.</summary>
    public string? To { get; }

    /// <summary>The callers who grant it.</summary>
    public string? By { get; }

    /// <summary>The test which shows that the caller doesn't become a reader by it.</summary>
    public string? Test { get; }
}
