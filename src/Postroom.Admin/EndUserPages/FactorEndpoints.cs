using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.TwoFactor;
using Postroom.Settings;

namespace Postroom.Admin.EndUserPages;

/// <summary>A user's own second factor: on, off, recovery codes.</summary>
static class FactorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/factor", ShowAsync);
        routes.MapPost("/account/factor", TurnOnAsync);
        routes.MapPost("/account/factor/off", TurnOffAsync);
    }

    static async Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, IUserStore users, SecondFactor factor) =>
        await UserOfAsync(http, here, users) is { } user ? await PageAsync(http, users, factor, user, StatusCodes.Status200OK) : ErrorPages.Show(StatusCodes.Status404NotFound);

    static async Task<IResult> TurnOnAsync(HttpContext http, ConsoleRequest here, IUserStore users, SecondFactor factor)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await UserOfAsync(http, here, users) is not { TotpSecret: null } user || factor.OfferAgain(user, form["sealed"].ToString()) is not { } offer)
            return Results.LocalRedirect(here.Url("/account/factor"));
        if (await factor.TurnOnAsync(user, offer, form["Code"].ToString(), http.RequestAborted) is not { } on)
        {
            return Pages.Show<FactorPage>(
                StatusCodes.Status422UnprocessableEntity, (nameof(FactorPage.Offer), offer),
                (nameof(FactorPage.Problems), (IReadOnlyList<SettingsProblem>)[new SettingsProblem("Code", "Problem.Code.Wrong")]));
        }

        await SignInDoor.OpenAsync(http, here, on.User, "/");
        return Pages.Show<FactorPage>((nameof(FactorPage.Codes), on.Codes), (nameof(FactorPage.Left), on.Codes.Count));
    }

    // Both are asked for: a password that somebody found out, or a browser left alone, is not enough.
    static async Task<IResult> TurnOffAsync(
        HttpContext http, ConsoleRequest here, IUserStore users, SecondFactor factor, FactorRemoval removal, Passwords passwords, AccountLimits limits)
    {
        if (await limits.TakeSignInAsync(http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await UserOfAsync(http, here, users) is not { TotpSecret: not null } user) return Results.LocalRedirect(here.Url("/account/factor"));
        if (!passwords.IsRight(user, form["Present"].ToString()))
            return await PageAsync(http, users, factor, user, StatusCodes.Status422UnprocessableEntity, new SettingsProblem("Present", "Problem.Password.Wrong"));
        // After the password, which else could be had by asking for nothing but codes; and a wrong one burns no recovery code.
        var taking = await limits.TakeCodeAsync(user.Id, http.Connection.RemoteIpAddress, http.RequestAborted);
        if (taking.Wait is { } codeWait) return TooMany.Show(http, codeWait);
        if (!await factor.CheckAsync(user, form["Code"].ToString(), http.RequestAborted))
            return await PageAsync(http, users, factor, user, StatusCodes.Status422UnprocessableEntity, new SettingsProblem("Code", "Problem.Code.Wrong"));
        await limits.GiveBackAsync(taking, http.RequestAborted);
        var origin = new RequestOrigin(user.Email, user.Name, http.Connection.RemoteIpAddress);
        return await removal.RunAsync(user.Id, origin, http.RequestAborted) is AccountOutcome.Done off
            ? await SignInDoor.OpenAsync(http, here, off.User, here.Url("/account/factor"))
            : Results.LocalRedirect(here.Url("/account/factor"));
    }

    static async Task<IResult> PageAsync(HttpContext http, IUserStore users, SecondFactor factor, User user, int status, params IReadOnlyList<SettingsProblem> problems)
    {
        if (user.TotpSecret is null) return Pages.Show<FactorPage>(status, (nameof(FactorPage.Offer), factor.Offer(user)));
        var left = await users.CountRecoveryCodesAsync(user.Id, http.RequestAborted);
        return Pages.Show<FactorPage>(status, (nameof(FactorPage.Left), left), (nameof(FactorPage.Problems), problems));
    }

    static async Task<User?> UserOfAsync(HttpContext http, ConsoleRequest here, IUserStore users) =>
        SignInDoor.IdOf(here) is { } id ? await users.FindAsync(id, http.RequestAborted) : null;
}
