using System.Net;
using Postroom.Mail.Dns;

namespace Postroom.Tests.Mail.Dns;

public sealed class ResolverFileTests
{
    [Fact]
    public void Reads_servers_and_patience()
    {
        var options = ResolverFile.Parse("""
            # made by hand
            search example.com
            nameserver 192.0.2.53
            nameserver	fe80::1%1
            ; nameserver 192.0.2.1
            nameserver nonsense
            options rotate timeout:5 attempts:9
            """);

        Assert.Equal([IPEndPoint.Parse("192.0.2.53:53"), IPEndPoint.Parse("[fe80::1%1]:53")], options.Servers);
        Assert.Equal((TimeSpan.FromSeconds(5), 5), (options.ServerTimeout, options.Rounds));
    }

    [Theory, InlineData(""), InlineData("search example.com"), InlineData("options timeout: attempts:x timeout:0")]
    public void Asks_the_machine_itself_where_nobody_is_named(string text)
    {
        var options = ResolverFile.Parse(text);

        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 53)], options.Servers);
        Assert.Equal((TimeSpan.FromSeconds(2), 2), (options.ServerTimeout, options.Rounds));
    }

    [Fact]
    public void Takes_three_servers_at_most() =>
        Assert.Equal(3, ResolverFile.Parse(string.Concat(Enumerable.Range(1, 9).Select(i => $"nameserver 192.0.2.{i}\n"))).Servers.Count);

    [Fact]
    public void A_missing_file_is_like_an_empty_one() =>
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, 53)], ResolverFile.Read("/nowhere/resolv.conf").Servers);

    [Theory]
    [InlineData("192.0.2.25", "25.2.0.192.in-addr.arpa")]
    [InlineData("::ffff:192.0.2.25", "25.2.0.192.in-addr.arpa")]
    [InlineData("2001:db8::25", "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void An_address_has_its_name_under_arpa(string address, string name) => Assert.Equal(name, ReverseName.Of(IPAddress.Parse(address)));
}
