using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Metropool.Gateway.Limits;

/// <summary>Groups the addresses of callers without a token for rate limiting.</summary>
internal static class AddressPartitions
{
    /// <summary>
    /// The maximum number of partitions. It limits the memory that an attacker with many IPv6 networks can use: a /48 network has 65,536 of /64.
    /// Addresses with the same hash share a partition and its limit. The hash differs per process.
    /// </summary>
    internal const int MaxCount = 1 << 16;

    private const int NetworkBytes = 8;

    /// <summary>The partition of an address. An IPv6 /64 network is one partition, because a customer gets at least that.</summary>
    public static string Of(IPAddress? address)
    {
        var hash = new HashCode();
        hash.AddBytes(NetworkBytesOf(address));
        return string.Create(CultureInfo.InvariantCulture, $"address {(uint)hash.ToHashCode() % MaxCount}");
    }

    private static ReadOnlySpan<byte> NetworkBytesOf(IPAddress? address) => address switch
    {
        null => [],
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } => address.MapToIPv4().GetAddressBytes(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => address.GetAddressBytes().AsSpan(0, NetworkBytes),
        _ => address.GetAddressBytes(),
    };
}
