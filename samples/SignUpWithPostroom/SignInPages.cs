using Microsoft.AspNetCore.Mvc;
using Postroom.Client;

namespace SignUpWithPostroom;

/// <summary>Address and password. Whoever remembers the password after all needs no reset link: it is revoked.</summary>
static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (HttpContext http) => Ask(http, null));
        routes.MapPost("/sign-in", TryAsync);
    }

    static async Task<IResult> TryAsync(HttpContext http, Members members, AccountLinkClient links, [FromForm] string? email, [FromForm] string? password)
    {
        if (members.SignIn(email ?? "", password ?? "") is not { } member) return Ask(http, "Address or password are wrong.");
        if (member.OpenReset is { } open)
        {
            await links.RevokeAsync(open, http.RequestAborted);
            members.NoteReset(member.Email, null);
        }

        await MemberSession.OpenAsync(http, member);
        return Results.LocalRedirect("/");
    }

    static IResult Ask(HttpContext http, string? problem) => Page.Show(
        "Sign in",
        Page.Problem(problem)
            + Page.Form(http, "/sign-in", Page.Field("email", "E-mail", "email", "username") + Page.Field("password", "Password", "password", "current-password"), "Sign in")
            + """<p><a href="/forgot">Forgot your password?</a></p>""",
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
}
