using Microsoft.AspNetCore.Mvc;
using Postroom.Client;

namespace SignUpWithPostroom;

/// <summary>A forgotten password: an address, a letter, a new password, and every older session ends.</summary>
static class ResetPages
{
    const string NewPassword = "/new-password";

    public static void MapReset(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/forgot", (HttpContext http) => Page.Show("Forgot password", Page.Form(http, "/forgot", Page.Field("email", "E-mail", "email", "email"), "Send the link")));
        routes.MapPost("/forgot", (HttpContext http, LinkOrders orders, [FromForm] string? email) =>
            orders.Reset(email ?? "", PasswordPage.LanguageOf(http)) ? PasswordPage.Mailed() : PasswordPage.Busy(http));
        routes.MapGet(NewPassword, (HttpContext http, string? token) => token is null ? PasswordPage.Ask(http, NewPassword, null) : LinkCookie.Move(http, NewPassword, token));
        routes.MapPost(NewPassword, SetAsync);
    }

    static async Task<IResult> SetAsync(HttpContext http, AccountLinkClient links, Members members, [FromForm] string? password)
    {
        if (PasswordPage.ProblemOf(password) is { } problem) return PasswordPage.Ask(http, NewPassword, problem);
        var link = await links.RedeemAsync(LinkCookie.Read(http), http.RequestAborted);
        LinkCookie.Forget(http, NewPassword);
        if (link is not { Purpose: "reset" } || members.SetPassword(link.Email, password!) is not { } member) return PasswordPage.Gone("/forgot");
        await MemberSession.OpenAsync(http, member);
        return Results.LocalRedirect("/");
    }
}
