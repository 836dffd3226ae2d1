using Metropool.EndToEnd.Tests.Platform;

namespace Metropool.EndToEnd.Tests.Telemetry;

/// <summary>The whole platform, which exports its telemetry to the test; and everything that was told to it on the way, to be looked for there.</summary>
public sealed class ObservedPlatform : PlatformFixture
{
    internal OtlpReceiver Receiver { get; private set; } = null!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        Receiver = await OtlpReceiver.StartAsync();
        await base.InitializeAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string part) =>
    [
        new("OTEL_SERVICE_NAME", part),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", Receiver.Address.AbsoluteUri),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_BSP_SCHEDULE_DELAY", "200"),
        new("OTEL_BLRP_SCHEDULE_DELAY", "200"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        // Nothing may get lost on the way to the test, however fast the journey is played.
        new("OTEL_BSP_MAX_QUEUE_SIZE", "100000"),
    ];
}
