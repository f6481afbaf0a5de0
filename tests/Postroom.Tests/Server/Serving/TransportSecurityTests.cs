using Microsoft.AspNetCore.Http;
using Postroom.Server.Serving;
using Postroom.Settings;

namespace Postroom.Tests.Server.Serving;

public sealed class TransportSecurityTests
{
    [Theory]
    [InlineData("https://mail.example.com", "https", "mail.example.com", true)]
    [InlineData("https://mail.example.com", "https", "127.0.0.1", true)] // a proxy that does not pass the name on
    [InlineData("https://mail.example.com", "http", "mail.example.com", false)]
    [InlineData("https://mail.example.com", "https", "localhost", false)]
    [InlineData("https://mail.example.com", "https", "post.localhost", false)]
    [InlineData("http://mail.example.com", "https", "mail.example.com", false)]
    [InlineData("https://localhost:8443", "https", "mail.example.com", false)]
    [InlineData(null, "https", "mail.example.com", false)]
    public void Browsers_are_told_to_stay_with_https_only_over_it_and_only_for_a_site_that_is(string? siteUrl, string scheme, string host, bool isDue)
    {
        var product = siteUrl is null ? new ProductSettings() : new ProductSettings { HasSiteUrl = true, SiteUrl = new Uri(siteUrl) };
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (scheme, new HostString(host));

        Assert.Equal(isDue, TransportSecurity.IsDue(product, request));
    }
}
