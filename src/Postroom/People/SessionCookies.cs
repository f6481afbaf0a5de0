using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Postroom.People;

/// <summary>Writes the session cookie, over HTTPS under a <c>__Host-</c> name that no other host and no plaintext page can set.</summary>
sealed class SessionCookies : ICookieManager
{
    readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, Whole(options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _cookies.DeleteCookie(context, Name(context, key), Whole(options));

    static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;

    // The prefix demands Path=/ and no Domain; one cookie also serves the console under any path.
    static CookieOptions Whole(CookieOptions options) => new(options) { Path = "/", Domain = null };
}
