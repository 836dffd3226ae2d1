namespace Metropool.Http;

/// <summary>The codes of single faults in a request.</summary>
public static class FaultCodes
{
    /// <summary>The value is not of the right type or form.</summary>
    public const string NotReadable = "not-readable";

    /// <summary>The body is not JSON.</summary>
    public const string NotJson = "not-json";

    /// <summary>The property is unknown.</summary>
    public const string Unknown = "unknown-property";

    /// <summary>The parameter of the query is unknown.</summary>
    public const string UnknownParameter = "unknown-parameter";

    /// <summary>The property occurs more than once.</summary>
    public const string Duplicate = "duplicate-property";

    /// <summary>A required value is missing.</summary>
    public const string Missing = "missing";

    /// <summary>The value is outside its limits.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>The text or the list is too long or too short.</summary>
    public const string WrongLength = "wrong-length";

    /// <summary>The value is not allowed for another reason; the detail says which.</summary>
    public const string NotAllowed = "not-allowed";
}
