using Microsoft.AspNetCore.Http;

namespace Postroom.Admin.Shell;

/// <summary>What a browser may do with a page of the console: only what the page needs.</summary>
static class SecurityHeaders
{
    /// <summary>The policy of every page: only our own files, no inline style or script, never in a frame.</summary>
    public const string ContentPolicy =
        "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /// <summary>Writes the headers of a page. Pages are never kept: they may show mail.</summary>
    public static void Write(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        Common(response);
    }

    /// <summary>Writes the headers that also files have.</summary>
    public static void Common(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
