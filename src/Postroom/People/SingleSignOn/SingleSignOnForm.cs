namespace Postroom.People.SingleSignOn;

/// <summary>The settings as an administrator types them.</summary>
/// <param name="IsOn">Whether the sign-in page offers it.</param>
/// <param name="Issuer">The provider's address.</param>
/// <param name="ClientId">The client id.</param>
/// <param name="Secret">A new secret; empty: the kept one, if the provider and client are the same.</param>
/// <param name="HasNoSecret">Whether none is to be kept.</param>
/// <param name="Scopes">The scopes, with spaces between.</param>
/// <param name="Domains">The allowed domains, with lines, spaces or commas between.</param>
/// <param name="MakesUsers">Whether somebody unknown becomes a user.</param>
/// <param name="Role">The role of users made that way.</param>
/// <param name="AsksForCode">Whether the code of the second factor is asked for.</param>
/// <param name="ButtonText">The words on the button.</param>
public sealed record SingleSignOnForm(
    bool IsOn, string Issuer, string ClientId, string Secret, bool HasNoSecret, string Scopes, string Domains,
    bool MakesUsers, UserRole Role, bool AsksForCode, string ButtonText)
{
    /// <summary>What is kept, for the page; the secret is never shown again.</summary>
    public static SingleSignOnForm Of(SingleSignOnSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SingleSignOnForm(
            settings.IsOn, settings.Issuer, settings.ClientId, "", false, settings.Scopes, string.Join('\n', settings.AllowedDomains),
            settings.MakesUsers, settings.Role, settings.AsksForCode, settings.ButtonText);
    }

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(SingleSignOnForm);
}
