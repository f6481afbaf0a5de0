using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.Mail.Addresses;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.Admin.EndUserPages;

/// <summary>What users change about themselves.</summary>
static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account", ShowAsync);
        routes.MapPost("/account", SaveAsync);
        routes.MapPost("/account/password", ChangePasswordAsync);
        routes.MapPost("/account/address", ChangeAddressAsync);
        routes.MapPost("/account/invite", InviteAsync);
    }

    static Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, AccountView view, string? done, string? on) => view.ShowAsync(
        http, here, StatusCodes.Status200OK, (nameof(AccountPage.Done), done), (nameof(AccountPage.RefusedKey), AccountSingleSignOnEndpoints.KeyOf(on)));

    static async Task<IResult> SaveAsync(HttpContext http, ConsoleRequest here, UserChanges changes, AccountView view)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var outcome = await changes.SaveProfileAsync(
            IdOf(here), form["Name"].ToString(), form["Language"].ToString(), form["Zone"].ToString(), http.RequestAborted);
        if (outcome is AccountOutcome.Done { User.Language: null }) http.Response.Cookies.Delete(Preferences.LanguageCookie);
        return await AnswerAsync(http, here, view, outcome, "saved", (nameof(AccountPage.TypedName), form["Name"].ToString()));
    }

    static async Task<IResult> ChangePasswordAsync(HttpContext http, ConsoleRequest here, Passwords passwords, AccountLimits limits, AccountView view)
    {
        if (await limits.TakeSignInAsync(http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var outcome = await passwords.ChangeAsync(
            IdOf(here), form["Present"].ToString(), form["Password"].ToString(), OriginOf(http, here), http.RequestAborted);
        return await AnswerAsync(http, here, view, outcome, "password");
    }

    static async Task<IResult> ChangeAddressAsync(
        HttpContext http, ConsoleRequest here, AddressChange change, AccountLimits limits, AccountView view)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var email = form["Email"].ToString();
        var from = http.Connection.RemoteIpAddress;
        var tooSoon = await limits.TakeSignInAsync(from, http.RequestAborted) ?? await limits.TakeLetterAsync(email, from, http.RequestAborted);
        if (tooSoon is { } wait) return TooMany.Show(http, wait);
        var outcome = await change.RequestAsync(
            IdOf(here), email, form["AddressPassword"].ToString(), OriginOf(http, here), http.RequestAborted);
        return outcome switch
        {
            AccountOutcome.Done => Results.LocalRedirect(here.Url("/account?done=mailed")),
            AccountOutcome.NotMailed => Results.LocalRedirect(here.Url("/account?done=not-mailed")),
            _ => await AnswerAsync(http, here, view, outcome, "mailed", (nameof(AccountPage.TypedEmail), email)),
        };
    }

    static async Task<IResult> InviteAsync(
        HttpContext http, ConsoleRequest here, NewAccounts accounts, PeopleSettingsStore settings, AccountLimits limits, AccountRequests requests, AccountView view)
    {
        var (rules, _) = await settings.ReadAsync(http.RequestAborted);
        if (!rules.AllowUserInvitations) return ErrorPages.Show(StatusCodes.Status403Forbidden);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var email = form["Invitee"].ToString();
        var problem = !MailboxParser.TryParseAddress(email, out var address) ? new SettingsProblem("Invitee", "Problem.Address.Incomplete")
            : rules.Allows(address) ? null
            : new SettingsProblem("Invitee", "Problem.Email.Domain", string.Join(", ", rules.AllowedDomains));
        if (problem is not null)
            return await AnswerAsync(http, here, view, new AccountOutcome.Invalid([problem]), "", (nameof(AccountPage.TypedInvitee), email));

        if (await limits.TakeLetterAsync(email, http.Connection.RemoteIpAddress, http.RequestAborted) is { } wait) return TooMany.Show(http, wait);
        var origin = OriginOf(http, here);
        return requests.TryBegin(token => accounts.InviteAsync(email, origin, token))
            ? Results.LocalRedirect(here.Url("/account?done=invited"))
            : TooMany.Show(http, TooMany.Busy);
    }

    // A new password ends all sessions: the one at hand goes on as a new one.
    static async Task<IResult> AnswerAsync(
        HttpContext http, ConsoleRequest here, AccountView view, AccountOutcome outcome, string done, params (string Name, object? Value)[] typed)
    {
        switch (outcome)
        {
            case AccountOutcome.Done ok:
                if (ok.User.Language is { } language) Preferences.Remember(http, Preferences.LanguageCookie, language);
                return done == "password"
                    ? await SignInDoor.OpenAsync(http, here, ok.User, here.Url("/account?done=password"))
                    : Results.LocalRedirect(here.Url("/account?done=" + done));
            case AccountOutcome.Invalid invalid:
                return await view.ShowAsync(http, here, StatusCodes.Status422UnprocessableEntity, [(nameof(AccountPage.Problems), invalid.Problems), .. typed]);
            default:
                return ErrorPages.Show(StatusCodes.Status404NotFound);
        }
    }

    static Guid IdOf(ConsoleRequest here) => SignInDoor.IdOf(here) ?? throw new InvalidOperationException("The page needs a user.");

    static RequestOrigin OriginOf(HttpContext http, ConsoleRequest here) =>
        new(here.Actor, here.User.Identity?.Name, http.Connection.RemoteIpAddress);
}
