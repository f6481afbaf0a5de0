using System.Security.Cryptography;
using System.Text;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Trust;

namespace Postroom.MailServers;

/// <summary>What a password was entered for (product row M8): it is sent nowhere else.</summary>
static class PasswordScope
{
    /// <summary>A fingerprint of host, port, security, user name and trust, 64 hex digits.</summary>
    public static string Of(MailServerSettings settings) =>
        Of([
            HostNameRules.Canonical(settings.Host),
            settings.EffectivePort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            SecurityNames.Of(settings.Security),
            settings.UserName,
            settings.EffectiveTrust == TrustMode.System ? "" : settings.TrustedCertificates.ReplaceLineEndings("\n").Trim(),
            settings.EffectiveTrust == TrustMode.Pin ? settings.PinnedCertificate : "",
            .. Later(settings)]);

    /// <summary>
    /// The same and what the secrets of OAuth 2.0 are for: they go to the token endpoint, and what comes of them to the
    /// mail server, so that neither can be changed under them.
    /// </summary>
    public static string OfOAuth(MailServerSettings settings) =>
        Of(Of(settings), settings.Grant.ToString() ?? "", settings.TokenEndpoint, settings.ClientId, settings.Scope);

    // Lengths in front, so that no two sets of values run together into the same text.
    static string Of(params IReadOnlyList<string> parts)
    {
        var text = string.Concat(parts.Select(part => $"{part.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)}:{part}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    // What came after the first version counts only where it is used, so that passwords stored before stay good.
    static IEnumerable<string> Later(MailServerSettings settings)
    {
        if (settings.EffectiveTrust == TrustMode.Chosen && settings.ChosenCertificates.Length > 0) yield return settings.ChosenCertificates;
        if (settings.Revocation != RevocationCheck.Soft) yield return settings.Revocation.ToString();
    }
}
