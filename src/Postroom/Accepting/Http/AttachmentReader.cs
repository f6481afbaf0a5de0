using System.Globalization;
using System.Net.Http.Headers;
using Postroom.Client;
using Postroom.Mail.Mime;

namespace Postroom.Accepting.Http;

/// <summary>Reads the attachments of a request.</summary>
sealed class AttachmentReader(FieldProblems problems, int maxMessageBytes)
{
    const int MaxAttachments = 100;
    const int MaxNameCharacters = 255;
    const int MaxContentIdCharacters = 255;

    // Structure of a message, and messages whose content is elsewhere (RFC 2046 §5.1, §5.2.2, §5.2.3).
    static readonly string[] NoFiles = ["multipart/", "message/partial", "message/external-body"];

    public List<Attachment> Read(IReadOnlyList<SendAttachment>? attachments)
    {
        var read = new List<Attachment>();
        if (attachments is null) return read;
        if (attachments.Count > MaxAttachments)
        {
            problems.Add("attachments", string.Create(CultureInfo.InvariantCulture, $"has {attachments.Count} files, and {MaxAttachments} are allowed: send a link instead."));
            return read;
        }

        for (var i = 0; i < attachments.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"attachments[{i}]");
            if (attachments[i] is null) problems.Add(field, "is null: leave it out.");
            else if (ReadOne(attachments[i], field) is { } attachment) read.Add(attachment);
        }

        RefuseTwins(read);
        return read;
    }

    Attachment? ReadOne(SendAttachment attachment, string field)
    {
        SubmissionReader.RefuseUnknown(attachment.Unknown, $"{field}.", problems);
        var name = Name(attachment.Name, $"{field}.name");
        var contentType = ContentType(attachment.ContentType, $"{field}.contentType");
        var contentId = ContentId(attachment.ContentId, $"{field}.contentId");
        var content = Content(attachment.Content, $"{field}.content");
        return name is null || contentType is null || content is null ? null : new Attachment(name, contentType, content, contentId);
    }

    string? Name(string? name, string field)
    {
        if (string.IsNullOrWhiteSpace(name)) problems.Add(field, "is missing: people see it as the file's name.");
        else if (name.Length > MaxNameCharacters) problems.Add(field, "is longer than 255 characters: shorten it.");
        else if (name.Any(char.IsControl)) problems.Add(field, "has a control character: a file name is one line of text.");
        else if (name.AsSpan().ContainsAny('/', '\\')) problems.Add(field, "has a slash: give the name alone, without a path.");
        else return name;
        return null;
    }

    string? ContentType(string? contentType, string field)
    {
        if (contentType is null) return "application/octet-stream";
        if (contentType.Length <= 255 && System.Text.Ascii.IsValid(contentType) && !contentType.Any(char.IsControl)
            && MediaTypeHeaderValue.TryParse(contentType, out var parsed) && parsed.MediaType is { } type
            && !type.Contains('*', StringComparison.Ordinal)
            && !NoFiles.Any(kind => type.StartsWith(kind, StringComparison.OrdinalIgnoreCase)))
        {
            return contentType;
        }

        problems.Add(field, "is no media type of a file: write it as type/subtype, such as image/png, or leave it out.");
        return null;
    }

    // RFC 2392 §2: it goes between angle brackets and into cid: links, so it is kept plain.
    string? ContentId(string? contentId, string field)
    {
        if (contentId is null) return null;
        if (contentId.Length is > 0 and <= MaxContentIdCharacters
            && contentId.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '@' or '+'))
        {
            return contentId;
        }

        problems.Add(field, "must be 1 to 255 letters, digits and . - _ @ + without angle brackets.");
        return null;
    }

    byte[]? Content(string? content, string field)
    {
        if (content is null)
        {
            problems.Add(field, "is missing: put the bytes here in base64.");
            return null;
        }

        var most = (content.Length / 4 * 3) + 3;
        if (most > maxMessageBytes)
        {
            problems.Add(field, string.Create(CultureInfo.InvariantCulture, $"is about {most} bytes, and a whole message may have {maxMessageBytes}: send a link instead."));
            return null;
        }

        var bytes = new byte[most];
        if (Convert.TryFromBase64String(content, bytes, out var length)) return bytes.AsSpan(0, length).ToArray();
        problems.Add(field, "is no base64 (RFC 4648 §4): encode the bytes with the standard alphabet and padding.");
        return null;
    }

    void RefuseTwins(List<Attachment> attachments)
    {
        var twins = attachments.Where(attachment => attachment.ContentId is not null)
            .GroupBy(attachment => attachment.ContentId, StringComparer.Ordinal).Where(group => group.Count() > 1);
        foreach (var twin in twins) problems.Add("attachments", $"use the contentId {twin.Key} twice: each must be its own.");
    }
}
