using System.Net;
using Postroom.Server.Serving;

namespace Postroom.Tests.Server.Serving;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData(null, "127.0.0.1", false)]
    [InlineData("", "::1", false)]
    [InlineData("127.0.0.0/8, ::1", "127.0.0.9", true)]
    [InlineData("127.0.0.0/8, ::1", "::1", true)]
    [InlineData(null, "10.0.0.5", false)]
    [InlineData("10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "10.0.0.6", false)]
    [InlineData("10.0.0.5", "127.0.0.1", false)]
    [InlineData("10.0.0.0/24, 2001:db8::/32", "10.0.0.77", true)]
    [InlineData("10.0.0.0/24, 2001:db8::/32", "2001:db8:5::1", true)]
    [InlineData("none", "127.0.0.1", false)]
    public void Only_those_that_are_named_are_trusted(string? setting, string address, bool isTrusted)
    {
        var networks = TrustedProxies.Read(setting, out var problem);

        Assert.Null(problem);
        Assert.Equal(isTrusted, networks.Any(network => network.Contains(IPAddress.Parse(address))));
    }

    [Theory, InlineData("proxy.example.com"), InlineData("10.0.0.0/99"), InlineData("10.0.0.1 10.0.0.2")]
    public void What_is_no_address_is_named_with_the_cure(string setting)
    {
        TrustedProxies.Read(setting, out var problem);

        Assert.StartsWith("Site:TrustedProxies: " + setting, problem, StringComparison.Ordinal);
    }
}
