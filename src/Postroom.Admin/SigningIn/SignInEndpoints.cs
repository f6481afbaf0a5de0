using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.Sessions;
using Postroom.People.TwoFactor;

namespace Postroom.Admin.SigningIn;

/// <summary>Sign in and out.</summary>
static class SignInEndpoints
{
    // A refusal never comes sooner, so that its time does not tell a known user, whose failures are counted on disk, from an unknown one.
    static readonly TimeSpan RefusalTime = TimeSpan.FromMilliseconds(600);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", ShowAsync).AllowAnonymous();
        routes.MapPost("/sign-in", TryAsync).AllowAnonymous();
        routes.MapPost("/sign-out", LeaveAsync).AllowAnonymous();
    }

    static async Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, SignInView view, string? to, string? done, string? on) =>
        here.IsSignedIn
            ? Results.LocalRedirect(Preferences.LocalOr(to, here.Url("/")))
            : await view.ShowAsync(
                http, StatusCodes.Status200OK, (nameof(SignInPage.To), to), (nameof(SignInPage.Done), done),
                (nameof(SignInPage.ProblemKey), SingleSignOnEndpoints.KeyOf(on)));

    static async Task<IResult> TryAsync(HttpContext http, ConsoleRequest here, SignIn signIn, SignInCode codes, SignInView view, TimeProvider time)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, to) = (form["email"].ToString(), form["to"].ToString());
        var earliest = Task.Delay(RefusalTime, time, http.RequestAborted);
        switch (await signIn.TryAsync(email, form["password"].ToString(), SignInDoor.OriginOf(http), http.RequestAborted))
        {
            case SignInOutcome.SignedIn signedIn:
                return await SignInDoor.OpenAsync(http, here, signedIn.User, Preferences.LocalOr(to, here.Url("/")));
            case SignInOutcome.NeedsCode needsCode:
                return CodeEndpoints.Begin(http, here, codes, needsCode.User, to);
            case SignInOutcome.TooMany tooMany:
                TooMany.SayWait(http, tooMany.Wait);
                return await view.ShowAsync(
                    http, StatusCodes.Status429TooManyRequests,
                    (nameof(SignInPage.Wait), tooMany.Wait), (nameof(SignInPage.Email), email), (nameof(SignInPage.To), to));
            default:
                await earliest;
                return await view.ShowAsync(
                    http, StatusCodes.Status401Unauthorized,
                    (nameof(SignInPage.ProblemKey), "Console.SignIn.Refused"), (nameof(SignInPage.Email), email), (nameof(SignInPage.To), to));
        }
    }

    static async Task<IResult> LeaveAsync(HttpContext http, ConsoleRequest here, IUserStore users, UserSessions sessions)
    {
        var user = SignInDoor.IdOf(here) is { } id ? await users.FindAsync(id, http.RequestAborted) : null;
        if (user is not null && Session.IdOf(here.User) is { } session) await sessions.SignOutAsync(user, session, http.RequestAborted);
        await http.SignOutAsync(Session.Scheme);
        return Results.LocalRedirect(here.Url("/sign-in"));
    }
}
