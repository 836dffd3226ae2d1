using System.Net;
using System.Net.Sockets;

namespace Metropool.Identity.SignIn;

/// <summary>The origin of a request, for counting wrong passwords.</summary>
/// <param name="Address">An IPv4 address, or an IPv6 network of 64 bits: the least that one customer has.</param>
/// <param name="Network">The network of 24 or 48 bits: the most that one customer usually has.</param>
internal sealed record RequestOrigin(string Address, string Network)
{
    private const int BitsInByte = 8;

    public static RequestOrigin Of(IPAddress? address) => address switch
    {
        null => new("", ""),
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } => Of(address.MapToIPv4()),
        { AddressFamily: AddressFamily.InterNetworkV6 } => new(NetworkOf(address, 64), NetworkOf(address, 48)),
        _ => new(address.ToString(), NetworkOf(address, 24)),
    };

    private static string NetworkOf(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, bits / BitsInByte, bytes.Length - (bits / BitsInByte));
        return $"{new IPAddress(bytes)}/{bits}";
    }
}
