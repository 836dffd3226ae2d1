namespace Metropool.Http;

/// <summary>For what doesn't come as JSON, such as a form of a page: the same checks as for the body of a request.</summary>
public static class RequestFaults
{
    /// <summary>Every fault of a value, by its annotations and by what holds for every text and date.</summary>
    public static IReadOnlyList<Fault> Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return RequestValidation.FaultsOf(value);
    }
}
