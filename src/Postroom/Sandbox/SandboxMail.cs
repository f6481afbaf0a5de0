using Postroom.Mail.Mime;

namespace Postroom.Sandbox;

/// <summary>A message of the sandbox as its page shows it.</summary>
public sealed record SandboxMail
{
    readonly ReadMessage _message;

    SandboxMail(ReadMessage message, IReadOnlyList<MailWarning> warnings)
    {
        _message = message;
        Warnings = warnings;
    }

    /// <summary>The headers in their order; <see cref="HeaderField.Value"/> is decoded.</summary>
    public IReadOnlyList<HeaderField> Headers => _message.Headers;

    /// <summary>The plain text; null: there is none.</summary>
    public string? Text => _message.Text;

    /// <summary>Whether there is HTML; <see cref="SafeHtml"/> makes it harmless.</summary>
    public bool HasHtml => _message.Html is not null;

    /// <summary>What came with it, inline images too, in the order of the message.</summary>
    public IReadOnlyList<ReadAttachment> Attachments => _message.Attachments;

    /// <summary>What a mail program would warn of.</summary>
    public IReadOnlyList<MailWarning> Warnings { get; }

    /// <summary>The size in bytes.</summary>
    public long SizeBytes => _message.SizeOctets;

    /// <summary>
    /// Reads a stored message. Its HTML is only looked over, in one pass: nobody who wants the headers waits for a parser.
    /// Never throws.
    /// </summary>
    /// <param name="bytes">The message; must not change afterwards.</param>
    public static SandboxMail Read(ReadOnlyMemory<byte> bytes)
    {
        var message = MessageReader.Read(bytes);
        var ids = message.Attachments.Select(part => part.ContentId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var findings = message.Html is null ? null : BoundedHtml.Read(message.Html, ids.Contains, CancellationToken.None).Findings;
        return new SandboxMail(message, MailWarnings.Of(bytes, message, findings));
    }

    /// <summary>
    /// The HTML made harmless, to be served under <see cref="HtmlSanitizer.FramePolicy"/>; images that came with the mail
    /// become data: URLs. Null: there is none.
    /// </summary>
    /// <param name="cancellationToken">The reader's wish to wait no longer.</param>
    public SanitizedHtml? SafeHtml(CancellationToken cancellationToken)
    {
        if (_message.Html is null) return null;
        var images = new Dictionary<string, string?>(StringComparer.Ordinal);
        return HtmlSanitizer.Sanitize(_message.Html, Resolve, cancellationToken);

        // Made once, however often it is shown.
        string? Resolve(string contentId)
        {
            if (images.TryGetValue(contentId, out var known)) return known;
            var part = _message.Attachments.FirstOrDefault(part => part.ContentId == contentId);
            return images[contentId] = part is null ? null : InlineImage.ToDataUrl(part);
        }
    }
}
