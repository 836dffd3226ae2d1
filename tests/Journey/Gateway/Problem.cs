using System.Net;

namespace Metropool.Journey.Gateway;

/// <summary>The problem details of a response (RFC 9457).</summary>
internal sealed record Problem(int Status, string? Code, string? Title, string? Detail)
{
    public IReadOnlyList<ProblemFault> Errors { get; init; } = [];

    public override string ToString() =>
        $"{Status} {Code ?? Title}: {Detail}{string.Concat(Errors.Select(error => $" [{error.Where}: {error.Detail}]"))}";
}

/// <summary>A fault in a request.</summary>
internal sealed record ProblemFault(string Where, string Code, string Detail);

/// <summary>A service refused the request.</summary>
internal sealed class RefusedException(string operation, Problem problem) : JourneyException($"{operation}: {problem}")
{
    public Problem Problem { get; } = problem;
}

/// <summary>The request failed for a transient reason. It is unknown whether it was handled.</summary>
internal sealed class TransientFailureException(string operation, string reason, Exception? inner = null)
    : JourneyException($"{operation}: {reason}", inner!)
{
    public static bool IsTransient(HttpStatusCode status) => status
        is HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout
        or HttpStatusCode.TooManyRequests
        or HttpStatusCode.RequestTimeout;
}
