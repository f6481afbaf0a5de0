using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;

namespace Postroom.People;

/// <summary>A signed-in browser: what its cookie says, and when it is believed no more.</summary>
public static class Session
{
    /// <summary>The authentication scheme. Named in every policy, so that a host may have schemes of its own.</summary>
    public const string Scheme = "Postroom";

    /// <summary>The claim with the time zone that the user chose; it is missing where the user chose none.</summary>
    public const string ZoneClaim = "zone";

    const string StampClaim = "stamp";

    /// <summary>The user as the cookie keeps it.</summary>
    public static ClaimsPrincipal PrincipalOf(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString("D", CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, user.Name),
            new(ClaimTypes.Email, user.Email),
            new(StampClaim, user.Stamp),
            .. ZoneOf(user),
            .. RolesUpTo(user.Role).Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, ClaimTypes.Name, ClaimTypes.Role));
    }

    /// <summary>Ends the session of a user who is gone or shut out, or whose password, address or rights changed since.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var users = context.HttpContext.RequestServices.GetRequiredService<IUserStore>();
        var user = Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await users.FindAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (user is { State: UserState.Active } && user.Stamp == context.Principal?.FindFirstValue(StampClaim)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    static IEnumerable<Claim> ZoneOf(User user) => user.TimeZone is { } zone ? [new Claim(ZoneClaim, zone)] : [];

    // An administrator may do what an operator may, and an operator what a viewer may.
    static IEnumerable<UserRole> RolesUpTo(UserRole role) => Enum.GetValues<UserRole>().Where(lower => lower <= role);
}
