using System.Globalization;
using Postroom.People.SingleSignOn;

namespace Postroom.Admin.EndUserPages;

/// <summary>Says how a user's account stands to providers of single sign-on: those that are offered, and those it is still linked with.</summary>
sealed class AccountProviders(SingleSignOnSettingsStore store, IExternalLoginStore logins)
{
    /// <summary>The providers, those that are offered first; empty: single sign-on is switched off and nothing is linked.</summary>
    public async Task<IReadOnlyList<AccountProvider>> OfAsync(Guid user, CancellationToken cancellationToken)
    {
        var (all, _) = await store.ReadAsync(cancellationToken);
        var linked = await logins.IssuersOfAsync(user, cancellationToken);
        return
        [
            .. all.Offered.Select(one => one.Issuer).Union(linked, StringComparer.Ordinal).Select((issuer, place) => new AccountProvider(
                issuer, NameOf(all, issuer), linked.Contains(issuer, StringComparer.Ordinal),
                string.Create(CultureInfo.InvariantCulture, $"SingleSignOn{place}"))),
        ];
    }

    static string NameOf(SingleSignOnProviders all, string issuer) =>
        all.Providers.FirstOrDefault(one => one.Issuer == issuer)?.Name ?? HostOf(issuer);

    static string HostOf(string issuer) => Uri.TryCreate(issuer, UriKind.Absolute, out var address) ? address.Host : issuer;
}

/// <summary>A provider of single sign-on, as a user's account stands to it.</summary>
/// <param name="Issuer">Which.</param>
/// <param name="Name">What a reader knows it by.</param>
/// <param name="IsLinked">Whether the account is linked with one there.</param>
/// <param name="Field">The name of the input for the password in its form; each has one of its own.</param>
public sealed record AccountProvider(string Issuer, string Name, bool IsLinked, string Field);
