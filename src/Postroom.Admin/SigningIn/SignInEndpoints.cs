using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Factors;

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
            : await view.ShowAsync(http, StatusCodes.Status200OK, (nameof(SignInPage.To), to), (nameof(SignInPage.Done), done), (nameof(SignInPage.ProblemKey), SignOnEndpoints.KeyOf(on)));

    static async Task<IResult> TryAsync(
        HttpContext http, ConsoleRequest here, SignIn signIn, SignInCode codes, AccountLimits limits, SignInView view, TimeProvider time)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, to) = (form["email"].ToString(), form["to"].ToString());
        if (await limits.TakeSignInAsync(http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait)
        {
            TooMany.SayWait(http, wait);
            return await PageAsync(http, view, StatusCodes.Status429TooManyRequests, "Console.SignIn.TooMany", email, to);
        }

        var earliest = Task.Delay(RefusalTime, time, http.RequestAborted);
        var outcome = await signIn.TryAsync(email, form["password"].ToString(), http.RequestAborted);
        if (outcome is SignInOutcome.NeedsCode needsCode) return CodeEndpoints.Begin(http, here, codes, needsCode.User, to);
        if (outcome is not SignInOutcome.SignedIn signedIn)
        {
            await earliest;
            return await PageAsync(http, view, StatusCodes.Status401Unauthorized, "Console.SignIn.Refused", email, to);
        }

        await SignInDoor.OpenAsync(http, signedIn.User);
        return Results.LocalRedirect(Preferences.LocalOr(to, here.Url("/")));
    }

    static async Task<IResult> LeaveAsync(HttpContext http, ConsoleRequest here)
    {
        await http.SignOutAsync(Session.Scheme);
        return Results.LocalRedirect(here.Url("/sign-in"));
    }

    static Task<IResult> PageAsync(HttpContext http, SignInView view, int status, string problemKey, string email, string to) => view.ShowAsync(
        http, status, (nameof(SignInPage.ProblemKey), problemKey), (nameof(SignInPage.Email), email), (nameof(SignInPage.To), to));
}
