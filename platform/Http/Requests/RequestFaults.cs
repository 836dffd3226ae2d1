namespace Metropool.Http;

/// <summary>Validates input that isn't JSON, such as the form of a page, in the same way as the body of a request.</summary>
public static class RequestFaults
{
    /// <summary>Returns all faults of a value, by its annotations and by the rules for all strings and dates.</summary>
    public static IReadOnlyList<Fault> Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return RequestValidation.FaultsOf(value);
    }
}
