namespace Postroom.Mail.Mime;

/// <summary>Lays out the parts of a message: mixed(related(alternative(text, html), inline files), files), only what is needed.</summary>
static class OutgoingParts
{
    public static OutgoingPart Plan(MessageContent content, MessageFormat format)
    {
        OutgoingPart? body = null;
        if (content.Text is { } text) body = new OutgoingText("plain", text, format.Allow8Bit);
        if (content.Html is { } html)
        {
            var page = new OutgoingText("html", html, format.Allow8Bit);
            body = body is null ? page : new OutgoingMultipart("alternative", [body, page]);
        }

        var inline = new List<OutgoingPart>();
        var files = new List<OutgoingPart>();
        foreach (var file in content.Attachments)
        {
            // Nothing but the HTML can point at an inline file: without it the file would be invisible.
            var isInline = file.ContentId is not null && content.Html is not null;
            (isInline ? inline : files).Add(new OutgoingFile(file, isInline, format.Allow8Bit));
        }

        if (inline.Count > 0 && body is not null) body = new OutgoingMultipart("related", [body, .. inline]);
        if (body is null && files.Count == 0) return new OutgoingText("plain", "", allow8Bit: false);
        if (files.Count == 0) return body!;
        return new OutgoingMultipart("mixed", body is null ? files : [body, .. files]);
    }
}
