using System.Net;

namespace Metropool.Journey.Gateway;

/// <summary>An error answer (RFC 9457).</summary>
internal sealed record Problem(int Status, string? Code, string? Title, string? Detail)
{
    public IReadOnlyList<ProblemFault> Errors { get; init; } = [];

    public override string ToString() =>
        $"{Status} {Code ?? Title}: {Detail}{string.Concat(Errors.Select(error => $" [{error.Where}: {error.Detail}]"))}";
}

/// <summary>One fault among several.</summary>
internal sealed record ProblemFault(string Where, string Code, string Detail);

/// <summary>A service said no.</summary>
internal sealed class RefusedException(string operation, Problem problem) : JourneyException($"{operation}: {problem}")
{
    public Problem Problem { get; } = problem;
}

/// <summary>There was no answer, or none of the service that was meant: what was asked may have happened or not.</summary>
internal sealed class AnswerLostException(string operation, string reason, Exception? inner = null)
    : JourneyException($"{operation}: {reason}", inner!)
{
    public static bool IsPassing(HttpStatusCode status) => status
        is HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout
        or HttpStatusCode.TooManyRequests
        or HttpStatusCode.RequestTimeout;
}
