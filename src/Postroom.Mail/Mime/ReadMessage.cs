namespace Postroom.Mail.Mime;

/// <summary>A message that was read from bytes, with what people and programs ask of it.</summary>
public sealed class ReadMessage
{
    internal ReadMessage(MessagePart root, int sizeOctets, IReadOnlyList<string> problems)
    {
        Root = root;
        SizeOctets = sizeOctets;
        Problems = problems;
        Text = BodyOf(root, "plain");
        Html = BodyOf(root, "html");
        Attachments =
        [
            .. root.Walk().Where(part => part.Children.Count == 0 && !part.IsBody).Select(Attached),
        ];
    }

    /// <summary>The whole message as a tree of parts.</summary>
    public MessagePart Root { get; }

    /// <summary>The headers of the message.</summary>
    public MessageHeaders Headers => Root.Headers;

    /// <summary>The size in octets.</summary>
    public int SizeOctets { get; }

    /// <summary>The subject, decoded; null: there is none.</summary>
    public string? Subject => Headers["Subject"];

    /// <summary>The authors.</summary>
    public AddressList From => Addresses("From");

    /// <summary>Where answers go; empty: to <see cref="From"/>.</summary>
    public AddressList ReplyTo => Addresses("Reply-To");

    /// <summary>The To header.</summary>
    public AddressList To => Addresses("To");

    /// <summary>The Cc header.</summary>
    public AddressList Cc => Addresses("Cc");

    /// <summary>When it was written; null: not said, or not to be understood.</summary>
    public DateTimeOffset? Date => RfcDate.TryParse(Headers["Date"], out var date) ? date : null;

    /// <summary>The Message-ID without angle brackets; null: there is none.</summary>
    public string? MessageId => Headers["Message-ID"]?.Trim('<', '>', ' ') is { Length: > 0 } id ? id : null;

    /// <summary>The plain text of the message itself, line ends LF; null: there is none.</summary>
    public string? Text { get; }

    /// <summary>The HTML of the message itself, untrusted, line ends LF; null: there is none.</summary>
    public string? Html { get; }

    /// <summary>Everything that is not <see cref="Text"/> or <see cref="Html"/>, inline images too.</summary>
    public IReadOnlyList<ReadAttachment> Attachments { get; }

    /// <summary>What was wrong with the message, in plain English.</summary>
    public IReadOnlyList<string> Problems { get; }

    AddressList Addresses(string name) => AddressList.Parse(string.Join(", ", Headers.All(name).Select(field => field.Unfolded)));

    static string? BodyOf(MessagePart root, string subtype)
    {
        var found = root.Walk().Where(part => part.IsBody && part.ContentType.Subtype == subtype).Select(part => part.Text).ToList();
        return found.Count == 0 ? null : string.Join('\n', found);
    }

    static ReadAttachment Attached(MessagePart part) =>
        new(part.FileName, part.ContentType.Name, part.ContentId, part.Disposition == "inline", part.Content);
}
