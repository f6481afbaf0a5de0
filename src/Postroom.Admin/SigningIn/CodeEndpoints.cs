using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.TwoFactor;

namespace Postroom.Admin.SigningIn;

/// <summary>The second step of a sign-in, for users who have a second factor.</summary>
static class CodeEndpoints
{
    const string Cookie = "postroom-code";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in/code", ShowAsync).AllowAnonymous();
        routes.MapPost("/sign-in/code", TryAsync).AllowAnonymous();
    }

    /// <summary>Sends the browser to the second step.</summary>
    public static IResult Begin(HttpContext http, ConsoleRequest here, SignInCode codes, User user, string to)
    {
        http.Response.Cookies.Append(Cookie, codes.Note(user), Options(http, here, SignInCode.Life));
        return Results.LocalRedirect(Query.Of(here.Url("/sign-in/code"), ("to", to)));
    }

    static async Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, SignInCode codes, string? to) =>
        await codes.IsGoodAsync(http.Request.Cookies[Cookie], http.RequestAborted)
            ? Pages.Show<CodePage>((nameof(CodePage.To), to))
            : Results.LocalRedirect(here.Url("/sign-in"));

    static async Task<IResult> TryAsync(HttpContext http, ConsoleRequest here, SignInCode codes)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var to = form["to"].ToString();
        switch (await codes.TryAsync(http.Request.Cookies[Cookie], form["code"].ToString(), SignInDoor.OriginOf(http), http.RequestAborted))
        {
            case SignInOutcome.SignedIn signedIn:
                http.Response.Cookies.Delete(Cookie, Options(http, here, null));
                return await SignInDoor.OpenAsync(http, here, signedIn.User, Preferences.LocalOr(to, here.Url("/")));
            case SignInOutcome.TooMany tooMany:
                TooMany.SayWait(http, tooMany.Wait);
                return Pages.Show<CodePage>(StatusCodes.Status429TooManyRequests, (nameof(CodePage.To), to), (nameof(CodePage.Wait), tooMany.Wait));
            default:
                return await codes.IsGoodAsync(http.Request.Cookies[Cookie], http.RequestAborted)
                    ? Pages.Show<CodePage>(StatusCodes.Status401Unauthorized, (nameof(CodePage.To), to), (nameof(CodePage.IsWrong), true))
                    : Results.LocalRedirect(here.Url("/sign-in"));
        }
    }

    static CookieOptions Options(HttpContext http, ConsoleRequest here, TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = here.Url("/sign-in"),
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
    };
}
