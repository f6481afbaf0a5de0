using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.SingleSignOn;

namespace Postroom.Admin.SigningIn;

/// <summary>Gathers what the sign-in page offers: sign-up, the providers of single sign-on, set-up while there is nobody.</summary>
sealed class SignInView(IUserStore users, PeopleSettingsStore settings, SingleSignOnSettingsStore signOn)
{
    public async Task<IResult> ShowAsync(HttpContext http, int status, params (string Name, object? Value)[] more)
    {
        var isOpen = await users.IsEmptyAsync(http.RequestAborted);
        var (rules, _) = await settings.ReadAsync(http.RequestAborted);
        var (all, _) = await signOn.ReadAsync(http.RequestAborted);
        return Pages.Show<SignInPage>(
            status,
            [
                (nameof(SignInPage.IsSetUpOpen), isOpen), (nameof(SignInPage.MaySignUp), rules.AllowSignUp && !isOpen),
                (nameof(SignInPage.Providers), isOpen ? [] : all.Offered), .. more,
            ]);
    }
}
