using System.Net;
using Postroom.Settings;

namespace Postroom.Tests.Settings;

public sealed class HostIdentityTests
{
    [Theory, InlineData("host.example.com", true), InlineData("host.example.com.", true), InlineData("host", false), InlineData("", false)]
    [InlineData("192.0.2.1", false), InlineData("localhost.localdomain", false), InlineData("a..b", false), InlineData("-a.b", false)]
    public void Knows_a_full_name(string name, bool expected) => Assert.Equal(expected, HostIdentity.IsFqdn(name));

    [Theory, InlineData("192.0.2.1", "[192.0.2.1]"), InlineData("2001:db8::1", "[IPv6:2001:db8::1]")]
    public void Without_a_full_name_EHLO_says_the_address(string address, string expected) =>
        Assert.Equal(expected, new HostIdentity(null, IPAddress.Parse(address)).EhloName);

    [Fact]
    public async Task Finds_this_machine() =>
        Assert.NotEmpty((await HostIdentity.FindAsync(TimeProvider.System, TestContext.Current.CancellationToken)).EhloName);
}
