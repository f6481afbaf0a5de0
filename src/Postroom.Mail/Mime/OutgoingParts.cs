namespace Postroom.Mail.Mime;

/// <summary>
/// Lays out the parts of a message: mixed(related(alternative(text, html, invitation), inline files), files), only
/// what is needed.
/// </summary>
static class OutgoingParts
{
    public static OutgoingPart Plan(MessageContent content, MessageFormat format)
    {
        var files = content.Attachments.ToLookup(file => PlaceOf(file, content), file => file);
        var body = BodyOf(content, files[FilePlace.Alternative], format);
        var inline = Parts(files[FilePlace.Inline], FilePlace.Inline, format);
        var attached = Parts(files[FilePlace.Attached], FilePlace.Attached, format);
        if (inline.Count > 0 && body is not null) body = new OutgoingMultipart("related", [body, .. inline]);
        if (body is null && attached.Count == 0) return new OutgoingText("plain", "", allow8Bit: false);
        if (attached.Count == 0) return body!;
        return new OutgoingMultipart("mixed", body is null ? attached : [body, .. attached]);
    }

    static OutgoingPart? BodyOf(MessageContent content, IEnumerable<Attachment> invitations, MessageFormat format)
    {
        var forms = new List<OutgoingPart>();
        if (content.Text is { } text) forms.Add(new OutgoingText("plain", text, format.Allow8Bit));
        if (content.Html is { } html) forms.Add(new OutgoingText("html", html, format.Allow8Bit));
        forms.AddRange(Parts(invitations, FilePlace.Alternative, format));
        return forms.Count > 1 ? new OutgoingMultipart("alternative", forms) : forms.FirstOrDefault();
    }

    static List<OutgoingPart> Parts(IEnumerable<Attachment> files, FilePlace place, MessageFormat format) =>
        [.. files.Select(file => new OutgoingFile(file, place, format.Allow8Bit))];

    // A file that nothing points at would be invisible if it were inline.
    static FilePlace PlaceOf(Attachment file, MessageContent content) =>
        file.ContentId is { } id && IsUsed(id, content.Html) ? FilePlace.Inline
        : IsInvitation(file) && (content.Text ?? content.Html) is not null ? FilePlace.Alternative
        : FilePlace.Attached;

    // RFC 2392 §2: the address is the id, percent-encoded where it must be.
    static bool IsUsed(string id, string? html) =>
        html is not null
        && (html.Contains("cid:" + id, StringComparison.OrdinalIgnoreCase)
            || html.Contains("cid:" + Uri.EscapeDataString(id), StringComparison.OrdinalIgnoreCase));

    // With a method it asks for something, and mail programs show buttons for it; without one it is a file (RFC 6047
    // §2.4).
    static bool IsInvitation(Attachment file) =>
        MediaType.Parse(file.ContentType) is { } type && type.Is("text", "calendar")
        && type.Parameters.Any(parameter => parameter.Key.Equals("method", StringComparison.OrdinalIgnoreCase));
}
