namespace Postroom.Mail.Smtp.Server;

/// <summary>One mail transaction, from MAIL to the end of the content (RFC 5321 §3.3).</summary>
sealed class ReceiveTransaction(ReceivedPath sender, bool is8Bit, bool needsSmtpUtf8, int maximumBytes)
{
    readonly List<ReceivedPath> _recipients = [];

    public bool NeedsSmtpUtf8 { get; } = needsSmtpUtf8;

    public MessageBuffer Content { get; } = new(maximumBytes);

    public int RecipientCount => _recipients.Count;

    public void Add(ReceivedPath recipient) => _recipients.Add(recipient);

    public ReceivedMessage ToMessage(string clientName, bool isExtended) => new(sender, _recipients, Content.Bytes)
    {
        ClientName = clientName,
        IsExtended = isExtended,
        Is8Bit = is8Bit || Content.Has8Bit,
        NeedsSmtpUtf8 = NeedsSmtpUtf8,
    };
}
