using Yarp.ReverseProxy.Forwarder;

namespace Metropool.Gateway.Proxying;

/// <summary>Tells a connection that couldn't be made from a request that failed.</summary>
internal static class ConnectionFailures
{
    /// <summary>Whether no connection was made, so that nothing of the request was sent.</summary>
    public static bool IsUnsent(this IForwarderErrorFeature failure) => failure.Error switch
    {
        ForwarderError.Request => failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },

        // A connection that couldn't be made in time is reported as a request that timed out; its inner exception tells.
        ForwarderError.RequestTimedOut => failure.Exception is OperationCanceledException { InnerException: TimeoutException },
        _ => false,
    };
}
