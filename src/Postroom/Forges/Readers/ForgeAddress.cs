using Postroom.Mail.Addresses;

namespace Postroom.Forges.Readers;

/// <summary>Tells addresses that take mail from those a forge puts in the place of one.</summary>
static class ForgeAddress
{
    const int Longest = 254; // RFC 5321 §4.5.3.1.3, without the brackets.
    static readonly string[] Deaf = ["noreply", "no-reply", "donotreply", "do-not-reply", "no_reply"];

    /// <summary>The address when mail to it can arrive; null: there is none, it is hidden, or it is one of no reply.</summary>
    public static string? Usable(string? text)
    {
        if (text is not { Length: > 2 and <= Longest }) return null;
        if (MailboxParser.Parse(text) is not MailboxParse.Parsed { Mailbox: { DisplayName: null or "" } mailbox }) return null;
        var address = mailbox.Address.ToString();
        var at = address.LastIndexOf('@');
        var (local, domain) = (address[..at], address[(at + 1)..]);
        return IsDeafName(local) || IsDeafDomain(domain) ? null : address;
    }

    static bool IsDeafName(string local) =>
        Deaf.Any(name => local.Equals(name, StringComparison.OrdinalIgnoreCase)
            || local.StartsWith(name + "+", StringComparison.OrdinalIgnoreCase));

    // noreply.example.com of Gitea, users.noreply.github.com, and the names that never resolve (RFC 2606 §2, RFC 6761 §6).
    static bool IsDeafDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Any(label => Deaf.Contains(label, StringComparer.OrdinalIgnoreCase))
            || labels[^1].Equals("invalid", StringComparison.OrdinalIgnoreCase)
            || labels[^1].Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }
}
