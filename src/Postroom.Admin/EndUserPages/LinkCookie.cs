using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;
using Postroom.People.Links;

namespace Postroom.Admin.EndUserPages;

/// <summary>
/// Keeps the token of a link for the few minutes its page is open, so that it leaves the address at once: it stays in no
/// history, no proxy's log and no referrer. The cookie goes to that one page alone and no script reads it.
/// </summary>
static class LinkCookie
{
    public const string Name = "postroom-link";

    static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    /// <summary>Moves a token from the address into the cookie.</summary>
    public static IResult Move(HttpContext http, ConsoleRequest here, string path, string token)
    {
        if (LinkToken.IsOne(token)) http.Response.Cookies.Append(Name, token, Options(http, here, path, Life));
        else Forget(http, here, path);
        return Results.LocalRedirect(here.Url(path));
    }

    public static string? Read(HttpContext http) => http.Request.Cookies[Name];

    public static void Forget(HttpContext http, ConsoleRequest here, string path) =>
        http.Response.Cookies.Delete(Name, Options(http, here, path, null));

    // Lax, not Strict: the browser comes from the mail, and a strict cookie would not be sent after the redirect.
    static CookieOptions Options(HttpContext http, ConsoleRequest here, string path, TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = here.Url(path),
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    };
}
