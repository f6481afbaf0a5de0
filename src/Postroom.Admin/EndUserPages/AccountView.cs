using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Sessions;

namespace Postroom.Admin.EndUserPages;

/// <summary>Shows the page of the reader's own account.</summary>
sealed class AccountView(IUserStore users, PeopleSettingsStore settings, AccountProviders providers, UserSessions sessions)
{
    public async Task<IResult> ShowAsync(HttpContext http, ConsoleRequest here, int status, params (string Name, object? Value)[] more)
    {
        var user = SignInDoor.IdOf(here) is { } id ? await users.FindAsync(id, http.RequestAborted) : null;
        if (user is null) return ErrorPages.Show(StatusCodes.Status404NotFound);
        var (rules, _) = await settings.ReadAsync(http.RequestAborted);
        var stands = await providers.OfAsync(user.Id, http.RequestAborted);
        return Pages.Show<AccountPage>(
            status,
            [
                (nameof(AccountPage.Account), user), (nameof(AccountPage.MayInvite), rules.AllowUserInvitations), (nameof(AccountPage.Providers), stands),
                (nameof(AccountPage.Sessions), await sessions.ListAsync(user.Id, http.RequestAborted)), (nameof(AccountPage.SessionDays), rules.SessionDays),
                .. more,
            ]);
    }
}
