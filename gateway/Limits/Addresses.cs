using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Metropool.Gateway.Limits;

/// <summary>Sorts addresses, for who has no token.</summary>
internal static class Addresses
{
    /// <summary>
    /// There are no more partitions than these, however many addresses there are: an attacker who has a network of 48 bits has 65,536 of 64, and would else take
    /// as much memory as they like. Two addresses may fall into one, by a hash that is another in each process; then they share what one may do.
    /// </summary>
    internal const int MostPartitions = 1 << 16;

    private const int BytesOfNetwork = 8;

    /// <summary>The partition of an address. Of IPv6, all of a network of 64 bits are one: that is what one customer gets at least.</summary>
    public static string PartitionOf(IPAddress? address)
    {
        var hash = new HashCode();
        hash.AddBytes(Significant(address));
        return string.Create(CultureInfo.InvariantCulture, $"address {(uint)hash.ToHashCode() % MostPartitions}");
    }

    private static ReadOnlySpan<byte> Significant(IPAddress? address) => address switch
    {
        null => [],
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } => address.MapToIPv4().GetAddressBytes(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => address.GetAddressBytes().AsSpan(0, BytesOfNetwork),
        _ => address.GetAddressBytes(),
    };
}
