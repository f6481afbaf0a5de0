using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.People;
using Postroom.People.Accounts;

namespace Postroom.Admin.EndUserPages;

/// <summary>Finds whose account is to be linked or unlinked, at which provider, and whether it is really theirs.</summary>
sealed class AccountSingleSignOn(IUserStore users, AccountProviders providers, Passwords passwords)
{
    /// <summary>The reader and a provider; null: nobody is signed in, or there is no such provider.</summary>
    public async Task<Asked?> FindAsync(ConsoleRequest here, string issuer, CancellationToken cancellationToken)
    {
        var user = SignInDoor.IdOf(here) is { } id ? await users.FindAsync(id, cancellationToken) : null;
        if (user is null) return null;
        var provider = (await providers.OfAsync(user.Id, cancellationToken)).FirstOrDefault(one => one.Issuer == issuer);
        return provider is null ? null : new Asked(user, provider);
    }

    /// <summary>Whether the form of the provider brings the user's password.</summary>
    public bool IsRight(Asked asked, IFormCollection form) => passwords.IsRight(asked.User, form[asked.Provider.Field].ToString());

    /// <summary>Who asks, and about which provider.</summary>
    public sealed record Asked(User User, AccountProvider Provider);
}
