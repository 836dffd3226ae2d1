using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Journey.Scenarios;

/// <summary>Moves programme time for the whole platform, and waits until every service uses it.</summary>
internal sealed class ProgrammeTimeClient(GatewayClient gateway, Session administrator)
{
    private static readonly TimeOnly Evening = new(20, 0);

    /// <summary>Moves to 20:00 in Europe/Amsterdam.</summary>
    public Task MoveToEveningAsync(DateOnly day, string reason, CancellationToken cancellationToken) =>
        MoveToAsync(AmsterdamTime.At(day, Evening), reason, cancellationToken);

    /// <summary>Moves to an instant.</summary>
    public async Task MoveToAsync(DateTimeOffset to, string reason, CancellationToken cancellationToken)
    {
        var moved = await gateway.PostAsync<ProgrammeTimeMoveResponse>(
            administrator,
            "scheduling/v1/programme-time/moves",
            new { to, reason },
            cancellationToken);
        await Task.WhenAll(OpenIdProvider.Services.Select(service => gateway.Retry.WaitForAsync(
            $"programme time {to:u} in {service}",
            async token => (await ReadAsync(service, token)).Version >= moved.Version,
            cancellationToken)));
    }

    private Task<ProgrammeTimeResponse> ReadAsync(string service, CancellationToken cancellationToken) =>
        gateway.GetAsync<ProgrammeTimeResponse>(administrator, $"{service}/v1/programme-time", cancellationToken);
}
