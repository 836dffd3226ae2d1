using System.ComponentModel.DataAnnotations;

namespace Metropool.Gateway;

/// <summary>The settings under <c>Metropool:Gateway:</c>.</summary>
internal sealed class GatewaySettings
{
    /// <summary>
    /// A port that the gateway listens on besides the public one (<c>ASPNETCORE_URLS</c>) and that only operators reach:
    /// the state of all services is told on it, at <c>/services</c>. Without it that is told nowhere.
    /// </summary>
    [Range(1, 65535)]
    public int? OperatorsPort { get; init; }

    /// <summary>How long a service may keep silent before its caller gets 504.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(60);
}
