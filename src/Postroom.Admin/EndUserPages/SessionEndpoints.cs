using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People;
using Postroom.People.Sessions;

namespace Postroom.Admin.EndUserPages;

/// <summary>Ends a user's own sessions: one, or all of them.</summary>
static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/sessions/end", EndAsync);
        routes.MapPost("/account/sessions/end-all", EndAllAsync);
    }

    static async Task<IResult> EndAsync(HttpContext http, ConsoleRequest here, IUserStore users, UserSessions sessions)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Guid.TryParse(form["Session"], CultureInfo.InvariantCulture, out var id)) return ErrorPages.Show(StatusCodes.Status400BadRequest);
        if (SignInDoor.IdOf(here) is not { } reader || await users.FindAsync(reader, http.RequestAborted) is not { } user)
            return ErrorPages.Show(StatusCodes.Status404NotFound);
        await sessions.EndAsync(user, id, http.RequestAborted); // It may have ended by itself: then that is what was wanted.
        return Results.LocalRedirect(here.Url("/account?done=session"));
    }

    static async Task<IResult> EndAllAsync(HttpContext http, ConsoleRequest here, UserSessions sessions)
    {
        if (SignInDoor.IdOf(here) is not { } reader || !await sessions.EndAllAsync(reader, here.Actor, http.RequestAborted))
            return ErrorPages.Show(StatusCodes.Status409Conflict);
        await http.SignOutAsync(Session.Scheme);
        return Results.LocalRedirect(here.Url("/sign-in?done=everywhere"));
    }
}
