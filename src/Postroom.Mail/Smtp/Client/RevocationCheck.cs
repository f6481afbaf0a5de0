namespace Postroom.Mail.Smtp.Client;

/// <summary>Whether the issuer of a certificate is asked if it was revoked (RFC 5280 §6.3, RFC 6960).</summary>
public enum RevocationCheck
{
    /// <summary>It is not asked.</summary>
    Off,

    /// <summary>It is asked. A revoked certificate is refused; where no answer comes, that is said and the mail goes on.</summary>
    Soft,

    /// <summary>It is asked, and without an answer the certificate is refused.</summary>
    Hard,
}
