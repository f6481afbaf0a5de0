using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People;
using Postroom.Settings;

namespace Postroom.Admin.SettingUp;

/// <summary>
/// Makes the first administrator. The token of the link leaves the address at once, for a cookie of an hour, so that it
/// stays in no history and no proxy's log.
/// </summary>
static class SetUpEndpoints
{
    const string Cookie = "postroom-setup";

    static readonly TimeSpan CookieLife = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/setup", ShowAsync).AllowAnonymous();
        routes.MapPost("/setup", CompleteAsync).AllowAnonymous();
    }

    static async Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, IUserStore users, SetUpLink link, string? token)
    {
        if (token is not null && link.Opens(token))
        {
            http.Response.Cookies.Append(Cookie, token, Options(http, CookieLife));
            return Results.LocalRedirect(here.Url("/setup"));
        }

        if (token is null && link.Opens(http.Request.Cookies[Cookie])) return Pages.Show<SetUpPage>((nameof(SetUpPage.SiteUrl), here.Site));
        return await users.IsEmptyAsync(http.RequestAborted)
            ? Pages.Show<SetUpClosedPage>(StatusCodes.Status403Forbidden)
            : Results.LocalRedirect(here.Url("/sign-in"));
    }

    static async Task<IResult> CompleteAsync(HttpContext http, ConsoleRequest here, SetUp setUp, SetUpLink link, ProductSettingsStore product)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var filled = new SetUpForm(form["Name"].ToString(), form["Email"].ToString(), form["Password"].ToString(), form["Language"].LastOrDefault());
        var about = new ProductForm { SiteUrl = form["SiteUrl"].LastOrDefault(), Name = form["ProductName"].LastOrDefault(), Language = form["Language"].LastOrDefault() };
        IReadOnlyList<SettingsProblem> problems = [.. SetUp.Check(filled), .. product.Check(about).Select(OnThisPage)];
        if (problems.Count > 0 && link.Opens(http.Request.Cookies[Cookie])) return Page(filled, about, problems);
        switch (await setUp.CompleteAsync(http.Request.Cookies[Cookie], filled, http.RequestAborted))
        {
            case SetUpOutcome.Completed completed:
                http.Response.Cookies.Delete(Cookie, Options(http, null));
                // What is not taken now, because somebody else saved first, stands under Settings.
                await product.SaveAsync(about, product.Version, completed.User.Email, http.RequestAborted);
                return await SignInDoor.OpenAsync(http, here, completed.User, here.Url("/mail-server?done=welcome"), "set-up");
            case SetUpOutcome.Invalid invalid:
                return Page(filled, about, invalid.Problems);
            default:
                return Pages.Show<SetUpClosedPage>(StatusCodes.Status403Forbidden);
        }
    }

    // Both halves of the page have a name.
    static SettingsProblem OnThisPage(SettingsProblem problem) => problem.Field == nameof(ProductForm.Name) ? problem with { Field = nameof(SetUpPage.ProductName) } : problem;

    static IResult Page(SetUpForm filled, ProductForm about, IReadOnlyList<SettingsProblem> problems) => Pages.Show<SetUpPage>(
        StatusCodes.Status422UnprocessableEntity,
        (nameof(SetUpPage.Name), filled.Name),
        (nameof(SetUpPage.Email), filled.Email),
        (nameof(SetUpPage.SiteUrl), about.SiteUrl),
        (nameof(SetUpPage.ProductName), about.Name),
        (nameof(SetUpPage.ChosenLanguage), about.Language),
        (nameof(SetUpPage.Problems), problems));

    static CookieOptions Options(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    };
}
