namespace Postroom.Mail.Addresses;

/// <summary>
/// A domain as mail uses it: a DNS name in its Unicode form, or an address literal such as <c>[192.0.2.1]</c>
/// (RFC 5321 §4.1.2, §4.1.3; RFC 5890 for internationalised names). Made only by <see cref="MailboxParser"/>.
/// </summary>
public sealed record DomainName
{
    internal DomainName(string unicode, string ascii)
    {
        Unicode = unicode;
        Ascii = ascii;
    }

    /// <summary>The form people read, lower case, such as <c>例え.jp</c> or <c>[192.0.2.1]</c>.</summary>
    public string Unicode { get; }

    /// <summary>The form the wire carries (A-labels, RFC 5891), such as <c>xn--r8jz45g.jp</c>.</summary>
    public string Ascii { get; }

    /// <summary>Whether this is an address literal in brackets and no name.</summary>
    public bool IsLiteral => Ascii.StartsWith('[');

    /// <inheritdoc/>
    public override string ToString() => Unicode;
}
