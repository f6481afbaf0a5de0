using Microsoft.AspNetCore.Authentication;

namespace SignUpWithPostroom;

/// <summary>The first page, and the way out.</summary>
static class HomePages
{
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Show);
        routes.MapPost("/sign-out", (Delegate)LeaveAsync);
    }

    static IResult Show(HttpContext http) => http.User.Identity is { IsAuthenticated: true, Name: var name }
        ? Page.Show("Chess club", $"""<p id="who">Welcome, {Page.Encode(name)}.</p>{Page.Form(http, "/sign-out", "", "Sign out")}""")
        : Page.Show("Chess club", """<p><a href="/sign-up">Sign up</a> <a href="/sign-in">Sign in</a></p>""");

    static async Task<IResult> LeaveAsync(HttpContext http)
    {
        await http.SignOutAsync();
        return Results.LocalRedirect("/");
    }
}
