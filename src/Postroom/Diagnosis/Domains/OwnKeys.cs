using Postroom.Mail.Addresses;
using Postroom.Mail.Dkim;
using Postroom.Signing;

namespace Postroom.Diagnosis.Domains;

/// <summary>Our signing keys as the check of a domain compares them with DNS.</summary>
public static class OwnKeys
{
    /// <summary>The keys that sign, or will as soon as their record is seen.</summary>
    /// <param name="book">All keys.</param>
    /// <param name="domain">The domain they sign for.</param>
    public static IReadOnlyList<DkimIdentity> Of(SigningSnapshot book, DomainName domain)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(domain);
        return
        [
            .. book.KeysOf(domain.Ascii)
                .Where(key => key.State is SigningKeyState.Active or SigningKeyState.Prepared)
                .Select(key => new DkimIdentity(
                    key.Selector, domain, key.Algorithm == DkimAlgorithm.Rsa ? "rsa" : "ed25519", Convert.FromBase64String(key.PublicKey))),
        ];
    }
}
