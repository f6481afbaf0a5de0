namespace SignUpWithPostroom;

/// <summary>Takes the token out of the address at once, so that it stays in no history, log or referrer.</summary>
static class LinkCookie
{
    const string Name = "club-link";

    public static IResult Move(HttpContext http, string path, string token)
    {
        http.Response.Cookies.Append(Name, token, Options(http, path, TimeSpan.FromMinutes(30)));
        return Results.LocalRedirect(path);
    }

    public static string Read(HttpContext http) => http.Request.Cookies[Name] ?? "";

    public static void Forget(HttpContext http, string path) => http.Response.Cookies.Delete(Name, Options(http, path, null));

    static CookieOptions Options(HttpContext http, string path, TimeSpan? life) =>
        new() { HttpOnly = true, MaxAge = life, Path = path, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps };
}
