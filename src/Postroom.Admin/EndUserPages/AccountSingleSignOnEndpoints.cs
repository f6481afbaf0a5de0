using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People.Accounts;
using Postroom.People.SingleSignOn;
using Postroom.Settings;

namespace Postroom.Admin.EndUserPages;

/// <summary>Links a user's own account with one at the provider of single sign-on, and unlinks it. Both ask for the password.</summary>
static class AccountSingleSignOnEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/sign-on", LinkAsync);
        routes.MapPost("/account/sign-on/unlink", UnlinkAsync);
    }

    /// <summary>The key of the text for a word of the page's address; null: there is none.</summary>
    public static string? KeyOf(string? word) => word switch
    {
        "off" => "Console.Account.SingleSignOn.Refused.Off",
        "expired" => "Console.Account.SingleSignOn.Refused.Expired",
        "denied" => "Console.Account.SingleSignOn.Refused.Denied",
        "failed" => "Console.Account.SingleSignOn.Refused.Failed",
        "unconfirmed" => "Console.Account.SingleSignOn.Refused.Unconfirmed",
        "domain" => "Console.SingleSignOn.Refused.Domain",
        "taken" => "Console.Account.SingleSignOn.Refused.Taken",
        "linked" => "Console.Account.SingleSignOn.Refused.Linked",
        _ => null,
    };

    // The page leads on by a link: a form may send a browser nowhere but to this site, and so the provider is not reached by one.
    static async Task<IResult> LinkAsync(
        HttpContext http, ConsoleRequest here, AccountSingleSignOn account, SingleSignOnFlow flow,
        AccountLimits limits, AccountView view)
    {
        if (await limits.TakeSignInAsync(http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await account.FindAsync(here, form["Issuer"].ToString(), http.RequestAborted) is not { } asked)
            return Refuse(here, SingleSignOnRefusal.Off);
        if (asked.Provider.IsLinked) return Refuse(here, SingleSignOnRefusal.Linked);
        if (!account.IsRight(asked, form)) return await WrongAsync(http, here, view, asked.Provider);
        var begun = await flow.BeginLinkingAsync(asked.User, asked.Provider.Issuer, http.RequestAborted);
        if (begun.Address is null) return Refuse(here, begun.Cause);
        SingleSignOnEndpoints.Keep(http, here, begun.Note);
        return await view.ShowAsync(http, here, StatusCodes.Status200OK, (nameof(AccountPage.GoOn), begun.Address), (nameof(AccountPage.GoOnName), asked.Provider.Name));
    }

    static async Task<IResult> UnlinkAsync(
        HttpContext http, ConsoleRequest here, AccountSingleSignOn account, SingleSignOnLinking linking,
        AccountLimits limits, AccountView view)
    {
        if (await limits.TakeSignInAsync(http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await account.FindAsync(here, form["Issuer"].ToString(), http.RequestAborted) is not { Provider.IsLinked: true } asked)
            return Results.LocalRedirect(here.Url("/account"));
        if (!account.IsRight(asked, form)) return await WrongAsync(http, here, view, asked.Provider);
        var origin = new RequestOrigin(asked.User.Email, asked.User.Name, http.Connection.RemoteIpAddress);
        if (await linking.UnlinkAsync(asked.User, asked.Provider.Issuer, asked.Provider.Name, origin, http.RequestAborted) is not { } changed)
            return Results.LocalRedirect(here.Url("/account"));
        return await SignInDoor.OpenAsync(http, here, changed, here.Url("/account?done=unlinked"));
    }

    static Task<IResult> WrongAsync(HttpContext http, ConsoleRequest here, AccountView view, AccountProvider provider) => view.ShowAsync(
        http, here, StatusCodes.Status422UnprocessableEntity,
        (nameof(AccountPage.Problems), (IReadOnlyList<SettingsProblem>)[new SettingsProblem(provider.Field, "Problem.Password.Wrong")]));

    /// <summary>Leads to the account page, which says why nothing was linked.</summary>
    public static IResult Refuse(ConsoleRequest here, SingleSignOnRefusal cause) =>
        Results.LocalRedirect(Query.Of(here.Url("/account"), ("on", SingleSignOnEndpoints.WordOf(cause))));
}
