using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>Moves programme time for the whole platform, and waits until every service goes by it.</summary>
internal sealed class ProgrammeTime(GatewayClient gateway, Session administrator)
{
    private static readonly TimeOnly Evening = new(20, 0);

    /// <summary>Moves to the evening of a day, in Europe/Amsterdam.</summary>
    public Task MoveToEveningAsync(DateOnly day, string reason, CancellationToken cancellationToken) =>
        MoveToAsync(Amsterdam.At(day, Evening), reason, cancellationToken);

    /// <summary>Moves to a moment.</summary>
    public async Task MoveToAsync(DateTimeOffset to, string reason, CancellationToken cancellationToken)
    {
        var moved = await gateway.PostAsync<TimeMoved>(
            administrator,
            "scheduling/v1/programme-time/moves",
            new { to, reason },
            cancellationToken);
        await Task.WhenAll(SignIn.OpenIdProvider.Services.Select(service => gateway.Patience.UntilAsync(
            $"{service} goes by programme time {to:u}",
            async token => (await AskAsync(service, token)).Version >= moved.Version,
            cancellationToken)));
    }

    private Task<ProgrammeTimeNow> AskAsync(string service, CancellationToken cancellationToken) =>
        gateway.GetAsync<ProgrammeTimeNow>(administrator, $"{service}/v1/programme-time", cancellationToken);
}
