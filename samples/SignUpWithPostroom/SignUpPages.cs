using Microsoft.AspNetCore.Mvc;
using Postroom.Client;

namespace SignUpWithPostroom;

/// <summary>Address and name, a letter, a password: then there is an account.</summary>
static class SignUpPages
{
    const string Welcome = "/welcome";

    public static void MapSignUp(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-up", (HttpContext http) => Ask(http, null, null, null));
        routes.MapPost("/sign-up", Order);
        routes.MapGet(Welcome, (HttpContext http, string? token) => token is null ? PasswordPage.Ask(http, Welcome, null) : LinkCookie.Move(http, Welcome, token));
        routes.MapPost(Welcome, JoinAsync);
    }

    static IResult Order(HttpContext http, LinkOrders orders, [FromForm] string? email, [FromForm] string? name)
    {
        if (email?.Contains('@', StringComparison.Ordinal) != true || string.IsNullOrWhiteSpace(name)) return Ask(http, email, name, "Write your address and your name.");
        return orders.SignUp(email, name.Trim(), PasswordPage.LanguageOf(http)) ? PasswordPage.Mailed() : PasswordPage.Busy(http);
    }

    static async Task<IResult> JoinAsync(HttpContext http, AccountLinkClient links, Members members, [FromForm] string? password)
    {
        // Before the token is used up: a password that is not taken must not cost a new letter.
        if (PasswordPage.ProblemOf(password) is { } problem) return PasswordPage.Ask(http, Welcome, problem);
        var link = await links.RedeemAsync(LinkCookie.Read(http), http.RequestAborted);
        LinkCookie.Forget(http, Welcome);
        if (link is not { Purpose: "confirm" } || members.Add(link.Email, link.Name ?? link.Email, password!) is not { } member) return PasswordPage.Gone("/sign-up");
        await MemberSession.OpenAsync(http, member);
        return Results.LocalRedirect("/");
    }

    static IResult Ask(HttpContext http, string? email, string? name, string? problem) => Page.Show(
        "Sign up",
        Page.Problem(problem) + Page.Form(http, "/sign-up", Page.Field("name", "Name", "text", "name", name) + Page.Field("email", "E-mail", "email", "email", email), "Sign up"),
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}
