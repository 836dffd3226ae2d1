namespace Metropool.Http;

/// <summary>The codes of the faults of a request.</summary>
public static class FaultCodes
{
    /// <summary>The value has the wrong type or format.</summary>
    public const string NotReadable = "not-readable";

    /// <summary>The body is not JSON.</summary>
    public const string NotJson = "not-json";

    /// <summary>The property is unknown.</summary>
    public const string Unknown = "unknown-property";

    /// <summary>The query parameter is unknown.</summary>
    public const string UnknownParameter = "unknown-parameter";

    /// <summary>The property occurs more than once.</summary>
    public const string Duplicate = "duplicate-property";

    /// <summary>A required value is missing.</summary>
    public const string Missing = "missing";

    /// <summary>The value is outside its limits.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>The string or list is too long or too short.</summary>
    public const string WrongLength = "wrong-length";

    /// <summary>The value is not allowed for another reason, which the detail states.</summary>
    public const string NotAllowed = "not-allowed";
}
