using System.Net;
using Metropool.Identity.SignIn;

namespace Metropool.Identity.Tests;

public sealed class RequestOriginTests
{
    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.5", "203.0.113.5", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48")]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2::/64", "2001:db8:1::/48")]
    [InlineData("fe80::1%3", "fe80::/64", "fe80::/48")]
    public void An_IPv4_address_counts_as_itself_and_an_IPv6_address_as_its_network_of_64_bits(string address, string counted, string network) =>
        Assert.Equal(new RequestOrigin(counted, network), RequestOrigin.Of(IPAddress.Parse(address)));

    [Fact]
    public void Without_an_address_all_count_as_one() => Assert.Equal(RequestOrigin.Of(null), RequestOrigin.Of(null));
}
