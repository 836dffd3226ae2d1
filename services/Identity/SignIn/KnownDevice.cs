namespace Metropool.Identity.SignIn;

/// <summary>A browser in which an account signed in. Its cookie holds the secret; here is a hash, which is another for each account.</summary>
internal sealed class KnownDevice
{
    public required byte[] DeviceHash { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>System time, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the account last signed in on it, system time, UTC.</summary>
    public required DateTimeOffset UsedAt { get; init; }
}
