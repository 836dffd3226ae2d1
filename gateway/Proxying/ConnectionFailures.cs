using Yarp.ReverseProxy.Forwarder;

namespace Metropool.Gateway.Proxying;

/// <summary>Distinguishes failed connections from failed requests.</summary>
internal static class ConnectionFailures
{
    /// <summary>Whether no connection was made, so that nothing was sent.</summary>
    public static bool IsUnsent(this IForwarderErrorFeature failure) => failure.Error switch
    {
        ForwarderError.Request => failure.Exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        },

        // A connection timeout is reported as a request timeout, with a TimeoutException inside.
        ForwarderError.RequestTimedOut => failure.Exception is OperationCanceledException { InnerException: TimeoutException },
        _ => false,
    };
}
