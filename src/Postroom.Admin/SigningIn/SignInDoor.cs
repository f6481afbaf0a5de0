using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.Admin.SigningIn;

/// <summary>Lets a browser in, with the user's own language.</summary>
static class SignInDoor
{
    const string DeviceCookie = "postroom-device";

    /// <summary>Where a sign-in comes from, known device included.</summary>
    public static SignInOrigin OriginOf(HttpContext http) => new(http.Connection.RemoteIpAddress, http.Request.Cookies[DeviceCookie]);

    /// <summary>Begins a session, whose sign-in is in the audit log already, and leads on.</summary>
    /// <returns>The way on; to the sign-in page when the user was changed meanwhile.</returns>
    public static async Task<IResult> OpenAsync(HttpContext http, ConsoleRequest here, User user, string to)
    {
        if (!await Session.BeginAsync(http, user)) return Results.LocalRedirect(here.Url("/sign-in"));
        Remember(http, here, user);
        if (user.Language is { } language) Preferences.Remember(http, Preferences.LanguageCookie, language);
        return Results.LocalRedirect(to);
    }

    /// <summary>Begins a session of somebody who came in without signing in, as by set-up or a link.</summary>
    public static async Task<IResult> OpenAsync(HttpContext http, ConsoleRequest here, User user, string to, string how)
    {
        var audit = http.RequestServices.GetRequiredService<IAuditLog>();
        await audit.AddAsync(new AuditEntry(here.Now, user.Email, "user.signed-in", user.Email, how), http.RequestAborted);
        return await OpenAsync(http, here, user, to);
    }

    /// <summary>After a password was set by a link: in, or to the second factor where the user has one.</summary>
    public static async Task<IResult> AfterPasswordAsync(HttpContext http, ConsoleRequest here, User user)
    {
        if (user.TotpSecret is null) return await OpenAsync(http, here, user, here.Url("/"), "link");
        // Who reads the user's mail is no stranger to the account: what strangers tried does not hold up the sign-in that comes now.
        Remember(http, here, user);
        return Results.LocalRedirect(here.Url("/sign-in?done=password"));
    }

    /// <summary>Whether the reader is this user.</summary>
    public static bool Is(ConsoleRequest here, User user) => IdOf(here) == user.Id;

    /// <summary>The user who reads; null: nobody is signed in.</summary>
    public static Guid? IdOf(ConsoleRequest here) => Session.UserIdOf(here.User);

    static void Remember(HttpContext http, ConsoleRequest here, User user)
    {
        var devices = http.RequestServices.GetRequiredService<KnownDevices>();
        http.Response.Cookies.Append(DeviceCookie, devices.Remember(http.Request.Cookies[DeviceCookie], user), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = KnownDevices.Life,
            Path = here.Url("/"), // also where a password is changed: others who share the browser stay known
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
        });
    }
}
