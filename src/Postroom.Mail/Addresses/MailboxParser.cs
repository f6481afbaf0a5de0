using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Addresses;

/// <summary>
/// Reads one mailbox as people and programs write it: <c>a@b</c>, <c>&lt;a@b&gt;</c>, <c>Name &lt;a@b&gt;</c>,
/// <c>"Name, quoted" &lt;a@b&gt;</c> (RFC 5322 §3.4, RFC 6531 §3.3). One text is one recipient or a refusal:
/// lists, groups, routes, comments and control characters are refused. Never throws.
/// </summary>
public static class MailboxParser
{
    /// <summary>The longest text looked at, in UTF-16 units. Anything longer is refused unread.</summary>
    public const int MaximumLength = 2_000;

    /// <summary>The longest display name, in UTF-16 units.</summary>
    public const int MaximumNameLength = 500;

    /// <summary>The most octets before the @, in the wire form (RFC 5321 §4.5.3.1.1).</summary>
    public const int MaximumLocalPartOctets = 64;

    /// <summary>The most octets of an address in the wire form: the path of 256 without its brackets (RFC 5321 §4.5.3.1.3).</summary>
    public const int MaximumAddressOctets = 254;

    /// <summary>Reads an address, with or without a display name.</summary>
    /// <param name="text">The text; null counts as empty. Spaces around it are ignored.</param>
    public static MailboxParse Parse(string? text) => Guarded(text, static reader => reader.ReadMailbox());

    /// <summary>Reads an address without display name and without angle brackets, <c>local-part@domain</c>.</summary>
    /// <param name="text">The text; null counts as empty. Spaces around it are ignored.</param>
    public static MailboxParse ParseAddress(string? text) => Guarded(text, static reader => reader.ReadAddress());

    /// <summary>Reads an address, with or without a display name.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="mailbox">The mailbox; null when the text is none.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Mailbox? mailbox)
    {
        mailbox = (Parse(text) as MailboxParse.Parsed)?.Mailbox;
        return mailbox is not null;
    }

    /// <summary>Reads an address without display name and without angle brackets.</summary>
    /// <param name="text">The text; null is refused.</param>
    /// <param name="address">The address; null when the text is none.</param>
    public static bool TryParseAddress(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = (ParseAddress(text) as MailboxParse.Parsed)?.Mailbox.Address;
        return address is not null;
    }

    static MailboxParse Guarded(string? text, Func<MailboxReader, MailboxParse> read)
    {
        text ??= "";
        if (text.Length > MaximumLength)
            return new MailboxParse.Refused(MaximumLength, "This is longer than any address: write one address only.");
        var forbidden = Characters.IndexOfForbidden(text, out var reason);
        return forbidden >= 0 ? new MailboxParse.Refused(forbidden, reason) : read(new MailboxReader(text));
    }
}
