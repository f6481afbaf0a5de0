using System.Net;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Admin;

public sealed class ProxyWarningTests
{
    [Theory, InlineData("127.0.0.1", true), InlineData("::1", true), InlineData("::ffff:127.0.0.1", true), InlineData("10.2.3.4", true), InlineData("172.18.0.2", true), InlineData("fd00::5", true), InlineData("203.0.113.9", false), InlineData("2001:db8::1", false)]
    public async Task An_administrator_sees_a_proxy_nearby_and_the_cure_and_strangers_make_no_warnings(string peer, bool isShown)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        app.Get<ProxySightings>().Note(IPAddress.Parse(peer), "X-Forwarded-For");

        var page = await browser.GetAsync("/deliveries");

        Assert.Equal(isShown ? 1 : 0, page.All(".proxy").Count);
        Assert.Equal(isShown, page.Text.Contains("POSTROOM__Site__TrustedProxies=" + peer.Replace("::ffff:", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Theory, InlineData(UserRole.Viewer), InlineData(UserRole.Operator)]
    public async Task Others_are_not_bothered(UserRole role)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(role);
        app.Get<ProxySightings>().Note(IPAddress.Loopback, "X-Forwarded-For");

        Assert.Empty((await browser.GetAsync("/deliveries")).All(".proxy"));
    }

    [Fact]
    public async Task What_was_not_seen_for_a_day_is_forgotten()
    {
        await using var app = await ConsoleApp.StartAsync();
        app.Get<ProxySightings>().Note(IPAddress.Loopback, "X-Forwarded-For");
        app.Time.Advance(TimeSpan.FromHours(24));

        Assert.Null(app.Get<ProxySightings>().Latest);
    }
}
