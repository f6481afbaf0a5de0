namespace Postroom.Mail.Addresses;

/// <summary>What became of a text that should be one mailbox.</summary>
public abstract record MailboxParse
{
    private protected MailboxParse() { }

    /// <summary>The text is one mailbox.</summary>
    public sealed record Parsed(Mailbox Mailbox) : MailboxParse;

    /// <summary>The text is no mailbox.</summary>
    /// <param name="Position">Zero-based index of the character at which the text stops being an address.</param>
    /// <param name="Reason">Why, in plain English, fit to show beside the field.</param>
    public sealed record Refused(int Position, string Reason) : MailboxParse;
}
