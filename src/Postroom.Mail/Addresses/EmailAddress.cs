namespace Postroom.Mail.Addresses;

/// <summary>
/// One address without a display name, <c>local-part@domain</c> (RFC 5321 §4.1.2, RFC 6531 §3.3).
/// Holds no control character, CR, LF or NUL: <see cref="MailboxParser"/> is the only maker.
/// </summary>
public sealed record EmailAddress
{
    internal EmailAddress(string localPart, DomainName domain)
    {
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>The local part in its wire form: a dot-string as it is, anything else quoted.</summary>
    public string LocalPart { get; }

    /// <summary>The domain or address literal.</summary>
    public DomainName Domain { get; }

    /// <summary>Whether only a server that offers SMTPUTF8 can take this address: the local part is not ASCII (RFC 6531 §3.3).</summary>
    public bool NeedsSmtpUtf8 => !System.Text.Ascii.IsValid(LocalPart);

    /// <summary>The form for the wire, domain in A-labels; the local part stays UTF-8 where <see cref="NeedsSmtpUtf8"/>.</summary>
    public string Wire => $"{LocalPart}@{Domain.Ascii}";

    /// <summary>The form people read.</summary>
    public override string ToString() => $"{LocalPart}@{Domain.Unicode}";
}
