using Microsoft.AspNetCore.Http;
using Postroom.Notifications.Choices;

namespace Postroom.Admin.PreferencePages;

/// <summary>
/// Keeps the token of a link while its reader is on the pages it opens, so that it leaves the address at once: it would
/// stay in histories and be seen over shoulders.
/// </summary>
static class PersonCookie
{
    const string Name = "postroom-person";

    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Keeps the token for an hour.</summary>
    public static void Keep(HttpContext http, string token) => http.Response.Cookies.Append(Name, token, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax, // Not strict: the link is followed from a mail program in the browser
        Secure = http.Request.IsHttps,
    });

    /// <summary>What the kept token says; null: there is none.</summary>
    public static PersonToken? Read(HttpContext http, PersonTokens tokens) => tokens.Read(http.Request.Cookies[Name]);
}
