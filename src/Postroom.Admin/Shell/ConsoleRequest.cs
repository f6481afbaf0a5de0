using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Postroom.Languages;
using Postroom.People;

namespace Postroom.Admin.Shell;

/// <summary>What every page of one request needs to know: where it is, who reads it, and how it likes to read. Scoped.</summary>
sealed class ConsoleRequest(IAntiforgery antiforgery, TimeProvider time)
{
    HttpContext? _http;

    /// <summary>The path of the console as the browser sees it, without a slash at the end; empty: the root of the site.</summary>
    public string Root { get; private set; } = "";

    /// <summary>The reader; not authenticated: nobody is signed in.</summary>
    public ClaimsPrincipal User { get; private set; } = new();

    /// <summary>The language of the page.</summary>
    public Language Language { get; private set; } = Language.English;

    /// <summary><c>light</c> or <c>dark</c>; null: as the reader's system says.</summary>
    public string? Scheme { get; private set; }

    /// <summary>The reader's time zone; null: not known yet, times are shown in UTC.</summary>
    public TimeZoneInfo? Zone { get; private set; }

    /// <summary>The present moment, one for the whole page.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    /// <summary>The e-mail address of the reader, as the audit log names people.</summary>
    public string Actor => User.FindFirstValue(ClaimTypes.Email) ?? "";

    /// <summary>Where the page is, query included, to come back to after a switch.</summary>
    public string Here => Http.Request.Method == HttpMethods.Get
        ? Http.Request.PathBase + Http.Request.Path + Http.Request.QueryString
        : Http.Request.PathBase + Http.Request.Path;

    /// <summary>The address of the site, such as <c>https://mail.example.com</c>, as the browser called it.</summary>
    public string Site => $"{Http.Request.Scheme}://{Http.Request.Host}";

    /// <summary>The address at which apps hand in mail.</summary>
    public string ApiUrl => $"{Site}{Http.Request.PathBase}/api/v1/messages";

    /// <summary>The name of the form field that carries the antiforgery token.</summary>
    public string TokenField => antiforgery.GetTokens(Http).FormFieldName;

    HttpContext Http => _http ?? throw new InvalidOperationException("The request has not begun: the endpoint has no console filter.");

    /// <summary>The antiforgery token for a form; sets its cookie.</summary>
    public string Token() => antiforgery.GetAndStoreTokens(Http).RequestToken ?? "";

    /// <summary>Whether the reader may do what this role may.</summary>
    public bool May(UserRole role) => User.IsInRole(role.ToString());

    /// <summary>The address of a page or file of the console.</summary>
    /// <param name="path">Its path within the console, beginning with a slash.</param>
    public string Url(string path) => Root + path;

    /// <summary>Reads the request. Sets the culture of the calling method and all it calls.</summary>
    public void Begin(HttpContext http, string root, ClaimsPrincipal user)
    {
        _http = http;
        Root = http.Request.PathBase + root;
        User = user;
        Now = time.GetUtcNow();
        Language = Preferences.LanguageOf(http.Request);
        Scheme = Preferences.SchemeOf(http.Request);
        Zone = Preferences.ZoneOf(user.FindFirstValue(Session.ZoneClaim)) ?? Preferences.ZoneOf(http.Request.Cookies[Preferences.ZoneCookie]);
        CultureInfo.CurrentCulture = Language.Culture;
        CultureInfo.CurrentUICulture = Language.Culture;
    }
}
