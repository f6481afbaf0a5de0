using System.Diagnostics.CodeAnalysis;
using Postroom.Mail.Addresses;

namespace Postroom.Accepting.Senders;

/// <summary>What an app may name as From: one address, a domain, what is below a domain, or anything.</summary>
public sealed record SenderRule
{
    const string Anything = "*";
    const string Everybody = "*@"; // as people write "anybody of this domain"
    const string Below = "*.";

    readonly string _text;
    readonly Func<EmailAddress, bool> _allows;

    SenderRule(string text, Func<EmailAddress, bool> allows) => (_text, _allows) = (text, allows);

    /// <summary>Any address at all.</summary>
    public static SenderRule Any { get; } = new(Anything, _ => true);

    /// <summary>
    /// Reads a rule: <c>*</c>, <c>example.com</c> (or <c>*@example.com</c>), <c>*.example.com</c> or
    /// <c>wiki@example.com</c>.
    /// </summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="rule">The rule; null: it is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SenderRule? rule)
    {
        ArgumentNullException.ThrowIfNull(text);
        rule = text == Anything ? Any
            : text.StartsWith(Everybody, StringComparison.Ordinal) ? OfDomain(text[Everybody.Length..])
            : text.Contains('@', StringComparison.Ordinal) ? OfAddress(text)
            : OfDomain(text);
        return rule is not null;
    }

    /// <summary>
    /// Whether the address may be named. Domains and local parts are compared without regard to case.
    /// </summary>
    public bool Allows(EmailAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _allows(address);
    }

    /// <summary>As it is kept and shown.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(SenderRule? other) => other?._text == _text;

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    internal static SenderRule Of(EmailAddress address) => new(
        address.ToString(), other => other.Wire.Equals(address.Wire, StringComparison.OrdinalIgnoreCase));

    static SenderRule? OfAddress(string text) =>
        MailboxParser.TryParseAddress(text, out var address) ? Of(address) : null;

    // A domain is read as the domain of an address, so that both are the same in A-labels and U-labels.
    static SenderRule? OfDomain(string text)
    {
        var isBelow = text.StartsWith(Below, StringComparison.Ordinal);
        var name = isBelow ? text[Below.Length..] : text;
        if (!MailboxParser.TryParseAddress("x@" + name, out var address)) return null;
        var domain = address.Domain.Ascii;
        return isBelow
            ? new SenderRule(Below + address.Domain.Unicode, other => IsBelow(other.Domain.Ascii, domain))
            : new SenderRule(address.Domain.Unicode, other => IsSame(other.Domain.Ascii, domain));
    }

    static bool IsSame(string domain, string other) => domain.Equals(other, StringComparison.OrdinalIgnoreCase);

    static bool IsBelow(string domain, string above) =>
        domain.Length > above.Length + 1 && domain[^(above.Length + 1)] == '.'
            && domain.EndsWith(above, StringComparison.OrdinalIgnoreCase);
}
