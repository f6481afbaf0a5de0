using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Postroom.Languages;

namespace Postroom.Admin.Shell;

/// <summary>How the reader likes to read: language, light or dark, time zone. Cookies of the browser, so that they also hold before signing in.</summary>
static class Preferences
{
    public const string LanguageCookie = "postroom-language";
    public const string SchemeCookie = "postroom-scheme";
    public const string ZoneCookie = "postroom-zone";

    static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/language", (HttpContext http, ConsoleRequest here) =>
            Switch(http, here, LanguageCookie, tag => Language.Find(tag)?.Tag)).AllowAnonymous();
        routes.MapPost("/scheme", (HttpContext http, ConsoleRequest here) =>
            Switch(http, here, SchemeCookie, scheme => scheme is "light" or "dark" or "auto" ? scheme : null)).AllowAnonymous();
    }

    /// <summary>The language chosen, else the browser's first one that is spoken here, else English.</summary>
    public static Language LanguageOf(HttpRequest request)
    {
        if (Language.Find(request.Cookies[LanguageCookie]) is { } chosen) return chosen;
        var accepted = request.GetTypedHeaders().AcceptLanguage.Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1);
        return accepted.Select(language => Language.Find(language.Value.Value)).FirstOrDefault(language => language is not null) ?? Language.English;
    }

    /// <summary>Light or dark where it was chosen; null: as the system says.</summary>
    public static string? SchemeOf(HttpRequest request) => request.Cookies[SchemeCookie] is "light" or "dark" ? request.Cookies[SchemeCookie] : null;

    /// <summary>The time zone of a name that the user chose or the browser told; null: none, or nobody knows it.</summary>
    public static TimeZoneInfo? ZoneOf(string? name) =>
        name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>Keeps a preference in the browser.</summary>
    public static void Remember(HttpContext http, string cookie, string value) => http.Response.Cookies.Append(cookie, value, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Year,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    });

    static async Task<IResult> Switch(HttpContext http, ConsoleRequest here, string cookie, Func<string?, string?> read)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (read(form["value"]) is not { } value) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        Remember(http, cookie, value);
        return Results.LocalRedirect(LocalOr(form["back"], here.Url("/")));
    }

    /// <summary>The address when it is one of this site, else the other one: a form never sends anybody elsewhere.</summary>
    public static string LocalOr(StringValues address, string otherwise)
    {
        var text = address.ToString();
        return text is ['/', ..] && text is not ['/', '/' or '\\', ..] && !text.Any(c => char.IsControl(c) || c > '~') ? text : otherwise;
    }
}
