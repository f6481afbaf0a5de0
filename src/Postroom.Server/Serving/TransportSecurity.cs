using Postroom.Settings;

namespace Postroom.Server.Serving;

/// <summary>
/// Tells browsers to come by HTTPS alone (HSTS, RFC 6797), once an administrator has set a site URL that is https. Never over
/// plain HTTP (§7.2), and never for localhost, which would be shut for every other program of the machine.
/// </summary>
static class TransportSecurity
{
    /// <summary>A year, for this host alone: its subdomains are not ours.</summary>
    public const string Policy = "max-age=31536000";

    /// <summary>Adds the header to every answer it belongs to.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var product = app.ApplicationServices.GetRequiredService<IProductSettings>();
        app.Use(next => http =>
        {
            if (IsDue(product.Current, http.Request)) http.Response.Headers.StrictTransportSecurity = Policy;
            return next(http);
        });
    }

    /// <summary>Whether the answer to this request has the header.</summary>
    public static bool IsDue(ProductSettings product, HttpRequest request) =>
        request.IsHttps && product is { HasSiteUrl: true, SiteUrl: { Scheme: "https", IsLoopback: false } } && !IsLocalhost(request.Host.Host);

    static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
