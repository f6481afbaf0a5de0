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

    static async Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, IUserStore users, PeopleSettingsStore settings, string? to, string? done)
    {
        if (here.IsSignedIn) return Results.LocalRedirect(Preferences.LocalOr(to, here.Url("/")));
        var isOpen = await users.IsEmptyAsync(http.RequestAborted);
        var (rules, _) = await settings.ReadAsync(http.RequestAborted);
        return Pages.Show<SignInPage>(
            (nameof(SignInPage.To), to), (nameof(SignInPage.IsSetUpOpen), isOpen),
            (nameof(SignInPage.MaySignUp), rules.AllowSignUp && !isOpen), (nameof(SignInPage.Done), done));
    }

    static async Task<IResult> TryAsync(HttpContext http, ConsoleRequest here, SignIn signIn, SignInCode codes, SignInLimit limit, TimeProvider time)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, to) = (form["email"].ToString(), form["to"].ToString());
        if (!limit.Allows(http.Connection.RemoteIpAddress)) return Page(StatusCodes.Status429TooManyRequests, "Console.SignIn.TooMany", email, to);
        var earliest = Task.Delay(RefusalTime, time, http.RequestAborted);
        var outcome = await signIn.TryAsync(email, form["password"].ToString(), http.RequestAborted);
        if (outcome is SignInOutcome.NeedsCode needsCode) return CodeEndpoints.Begin(http, here, codes, needsCode.User, to);
        if (outcome is not SignInOutcome.SignedIn signedIn)
        {
            await earliest;
            return Page(StatusCodes.Status401Unauthorized, "Console.SignIn.Refused", email, to);
        }

        await SignInDoor.OpenAsync(http, signedIn.User);
        return Results.LocalRedirect(Preferences.LocalOr(to, here.Url("/")));
    }

    static async Task<IResult> LeaveAsync(HttpContext http, ConsoleRequest here)
    {
        await http.SignOutAsync(Session.Scheme);
        return Results.LocalRedirect(here.Url("/sign-in"));
    }

    static IResult Page(int status, string problemKey, string email, string to) => Pages.Show<SignInPage>(
        status,
        (nameof(SignInPage.ProblemKey), problemKey),
        (nameof(SignInPage.Email), email),
        (nameof(SignInPage.To), to));
}
