using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Addresses;

/// <summary>
/// A domain as mail uses it: a DNS name in its Unicode form, or an address literal such as <c>[192.0.2.1]</c>
/// (RFC 5321 §4.1.2, §4.1.3; RFC 5890 for internationalised names). Made only by <see cref="MailboxParser"/>
/// and <see cref="TryParse(string?, out DomainName?)"/>.
/// </summary>
public sealed record DomainName
{
    /// <summary>The most octets a name may have in its wire form, 253 (RFC 1035 §2.3.4 without the root).</summary>
    public const int MaximumLength = 253;

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

    /// <summary>Reads a domain name or an address literal. Never throws.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="domain">The domain; null when the text is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DomainName? domain) =>
        TryParse(text, out domain, out _);

    /// <summary>Reads a domain name or an address literal. Never throws.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="domain">The domain; null when the text is none.</param>
    /// <param name="reason">Why the text is none, in plain English; null when it is one.</param>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out DomainName? domain, [NotNullWhen(false)] out string? reason)
    {
        domain = DomainReader.Read(text ?? "", out var fault);
        reason = domain is null ? fault.Reason : null;
        return domain is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Unicode;
}
