using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postroom.People.Sessions;

namespace Postroom.People;

/// <summary>
/// A signed-in browser. Its cookie holds nothing but the key of a session (<see cref="UserSessions"/>); who the user is and what
/// the user may do is read anew for each request.
/// </summary>
public static partial class Session
{
    /// <summary>The authentication scheme. Named in every policy, so that a host may have schemes of its own.</summary>
    public const string Scheme = "Postroom";

    /// <summary>The claim with the time zone that the user chose; it is missing where the user chose none.</summary>
    public const string ZoneClaim = "zone";

    /// <summary>The claim with the name of the session (<see cref="UserSession.Id"/>).</summary>
    public const string IdClaim = "session";

    const string KeyClaim = "session-key";

    /// <summary>Signs a browser in: begins a session, and ends the one it had.</summary>
    /// <returns>False: the user was changed since the check of the password, and is not signed in.</returns>
    public static async Task<bool> BeginAsync(HttpContext http, User user)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(user);
        var sessions = http.RequestServices.GetRequiredService<UserSessions>();
        var key = await sessions.BeginAsync(user, http.Connection.RemoteIpAddress, http.Request.Headers.UserAgent.ToString(), http.RequestAborted);
        if (key is null) return false;
        var former = await http.AuthenticateAsync(Scheme);
        if (former.Principal is { } before && IdOf(before) is { } id && UserIdOf(before) is { } owner) await sessions.LeaveAsync(owner, id, http.RequestAborted);
        await http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(KeyClaim, key)], Scheme)));
        return true;
    }

    /// <summary>The name of the session by which somebody is signed in; null: nobody is.</summary>
    public static Guid? IdOf(ClaimsPrincipal principal) => GuidOf(principal, IdClaim);

    /// <summary>The user who is signed in; null: nobody is.</summary>
    public static Guid? UserIdOf(ClaimsPrincipal principal) => GuidOf(principal, ClaimTypes.NameIdentifier);

    /// <summary>Puts the user as it is now in the place of the cookie's key, and lets nobody in whose session has ended.</summary>
    /// <remarks>When the store cannot be read nobody is let in either. The cookie stays: the session goes on when it can be read again.</remarks>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var http = context.HttpContext;
        try
        {
            var sessions = http.RequestServices.GetRequiredService<UserSessions>();
            var key = context.Principal?.FindFirstValue(KeyClaim);
            if (await sessions.FindAsync(key, http.Connection.RemoteIpAddress, http.RequestAborted) is { } found)
            {
                context.ReplacePrincipal(PrincipalOf(found));
                return;
            }
        }
#pragma warning disable CA1031 // A door: whatever keeps the store from being read, nobody is let in, the page says so and the log has the fault.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Unreadable(http.RequestServices.GetRequiredService<ILogger<UserSessions>>(), fault);
            http.Features.Set(new SessionsUnreadable());
            context.RejectPrincipal();
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(Scheme);
    }

    static Guid? GuidOf(ClaimsPrincipal principal, string claim)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return Guid.TryParse(principal.FindFirstValue(claim), CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    static ClaimsPrincipal PrincipalOf(SignedInUser found)
    {
        var user = found.User;
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString("D", CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, user.Name),
            new(ClaimTypes.Email, user.Email),
            new(IdClaim, found.Session.Id.ToString("D", CultureInfo.InvariantCulture)),
            .. ZoneOf(user),
            .. RolesUpTo(user.Role).Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, ClaimTypes.Name, ClaimTypes.Role));
    }

    static IEnumerable<Claim> ZoneOf(User user) => user.TimeZone is { } zone ? [new Claim(ZoneClaim, zone)] : [];

    // An administrator may do what an operator may, and an operator what a viewer may.
    static IEnumerable<UserRole> RolesUpTo(UserRole role) => Enum.GetValues<UserRole>().Where(lower => lower <= role);

    [LoggerMessage(10030, LogLevel.Error, "Sessions cannot be read, so nobody is let in until they can: check the database")]
    static partial void Unreadable(ILogger logger, Exception fault);
}

/// <summary>A feature of a request: whether somebody is signed in could not be read. The page says so.</summary>
public sealed record SessionsUnreadable;
