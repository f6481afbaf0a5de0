namespace Postroom.Mail.Addresses;

/// <summary>Reads one mailbox.</summary>
public static class MailboxParser
{
}
