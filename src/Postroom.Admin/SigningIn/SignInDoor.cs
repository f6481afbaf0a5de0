using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;
using Postroom.People;

namespace Postroom.Admin.SigningIn;

/// <summary>Lets a browser in, with the user's own language.</summary>
static class SignInDoor
{
    /// <summary>Begins a session.</summary>
    public static async Task OpenAsync(HttpContext http, User user)
    {
        await http.SignInAsync(Session.Scheme, Session.PrincipalOf(user));
        if (user.Language is { } language) Preferences.Remember(http, Preferences.LanguageCookie, language);
    }

    /// <summary>After a password was set by a link: in, or to the second factor where the user has one.</summary>
    public static async Task<IResult> AfterPasswordAsync(HttpContext http, ConsoleRequest here, User user)
    {
        if (user.TotpSecret is not null) return Results.LocalRedirect(here.Url("/sign-in?done=password"));
        await OpenAsync(http, user);
        return Results.LocalRedirect(here.Url("/"));
    }

    /// <summary>Whether the reader is this user.</summary>
    public static bool Is(ConsoleRequest here, User user) => IdOf(here) == user.Id;

    /// <summary>The user who reads; null: nobody is signed in.</summary>
    public static Guid? IdOf(ConsoleRequest here) =>
        Guid.TryParse(here.User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id) ? id : null;
}
