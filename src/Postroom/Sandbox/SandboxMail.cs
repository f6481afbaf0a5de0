using Postroom.Mail.Mime;

namespace Postroom.Sandbox;

/// <summary>A message of the sandbox as its page shows it.</summary>
public sealed record SandboxMail
{
    SandboxMail(ReadMessage message, SanitizedHtml? html, IReadOnlyList<MailWarning> warnings)
    {
        Headers = message.Headers;
        Text = message.Text;
        Html = html?.Html;
        Attachments = message.Attachments;
        Warnings = warnings;
        SizeBytes = message.SizeOctets;
    }

    /// <summary>The headers in their order; <see cref="HeaderField.Value"/> is decoded.</summary>
    public IReadOnlyList<HeaderField> Headers { get; }

    /// <summary>The plain text; null: there is none.</summary>
    public string? Text { get; }

    /// <summary>The HTML made harmless, to be served under <see cref="HtmlSanitizer.FramePolicy"/>; null: there is none.</summary>
    public string? Html { get; }

    /// <summary>What came with it, inline images too, in the order of the message.</summary>
    public IReadOnlyList<ReadAttachment> Attachments { get; }

    /// <summary>What a mail program would warn of.</summary>
    public IReadOnlyList<MailWarning> Warnings { get; }

    /// <summary>The size in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>Reads a stored message; <c>cid:</c> images become data: URLs. Never throws.</summary>
    /// <param name="bytes">The message; must not change afterwards.</param>
    public static SandboxMail Read(ReadOnlyMemory<byte> bytes) => Read(bytes, InlineImage.ToDataUrl);

    /// <summary>Reads a stored message. Never throws.</summary>
    /// <param name="bytes">The message; must not change afterwards.</param>
    /// <param name="imageUrl">Gives the address at which an inline image can be had; null: it is not shown.</param>
    public static SandboxMail Read(ReadOnlyMemory<byte> bytes, Func<ReadAttachment, string?> imageUrl)
    {
        var message = MessageReader.Read(bytes);
        var html = message.Html is null ? null : HtmlSanitizer.Sanitize(message.Html, Resolve);
        return new SandboxMail(message, html, MailWarnings.Of(bytes, message, html?.Findings));

        string? Resolve(string contentId) =>
            message.Attachments.FirstOrDefault(part => part.ContentId == contentId) is { } part ? imageUrl(part) : null;
    }
}
