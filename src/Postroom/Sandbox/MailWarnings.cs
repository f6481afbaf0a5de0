using System.Globalization;
using System.Text;
using Postroom.Mail.Mime;

namespace Postroom.Sandbox;

/// <summary>Looks at a message as a careful mail program would.</summary>
static class MailWarnings
{
    /// <summary>Gmail shows this much of the HTML and hides the rest behind a link.</summary>
    const int GmailClipBytes = 102 * 1024;

    const int LongestLine = 998;

    /// <summary>All that is to be said, the gravest first.</summary>
    public static IReadOnlyList<MailWarning> Of(ReadOnlyMemory<byte> bytes, ReadMessage message, HtmlFindings? html) =>
        [.. OfHeaders(message), .. OfBody(bytes, message), .. html is null ? [] : OfHtml(html)];

    static IEnumerable<MailWarning> OfHeaders(ReadMessage message)
    {
        foreach (var problem in message.Problems) yield return new(MailWarningKind.Malformed, problem);
        if (!message.From.Mailboxes.Any()) yield return new(MailWarningKind.NoFrom, "");
        if (message.Date is null) yield return new(MailWarningKind.NoDate, "");
        if (message.MessageId is null) yield return new(MailWarningKind.NoMessageId, "");
        if (string.IsNullOrWhiteSpace(message.Subject)) yield return new(MailWarningKind.NoSubject, "");
    }

    static IEnumerable<MailWarning> OfBody(ReadOnlyMemory<byte> bytes, ReadMessage message)
    {
        if (message is { Text: null, Html: null }) yield return new(MailWarningKind.NoBody, "");
        if (message is { Text: null, Html: not null }) yield return new(MailWarningKind.NoText, "");
        if (message.Html is { } html && Encoding.UTF8.GetByteCount(html) is var size and > GmailClipBytes)
            yield return new(MailWarningKind.Clipped, string.Create(CultureInfo.InvariantCulture, $"{size / 1024}"));
        if (LineBeyond(bytes.Span) is { } line) yield return new(MailWarningKind.LongLine, line.ToString(CultureInfo.InvariantCulture));
    }

    static IEnumerable<MailWarning> OfHtml(HtmlFindings html)
    {
        if (html.BrokenContentIds.Count > 0) yield return new(MailWarningKind.BrokenContentIds, Join(html.BrokenContentIds));
        if (html.BlockedUrls.Count > 0) yield return new(MailWarningKind.RemoteContent, Join(html.BlockedUrls));
        if (html.ImagesWithoutAlt > 0)
            yield return new(MailWarningKind.ImagesWithoutAlt, html.ImagesWithoutAlt.ToString(CultureInfo.InvariantCulture));
        if (html.InsecureLinks.Count > 0) yield return new(MailWarningKind.InsecureLinks, Join(html.InsecureLinks));
        if (html.RemovedElements.Count > 0) yield return new(MailWarningKind.RemovedElements, Join(html.RemovedElements));
        if (html.IsCut) yield return new(MailWarningKind.Cut, "");
    }

    /// <summary>The number of the first line that is too long, from 1; null: there is none.</summary>
    static int? LineBeyond(ReadOnlySpan<byte> bytes)
    {
        var number = 0;
        foreach (var line in bytes.Split("\r\n"u8))
        {
            number++;
            if (line.End.Value - line.Start.Value > LongestLine) return number;
        }

        return null;
    }

    static string Join(IReadOnlyCollection<string> items)
    {
        var text = string.Join(", ", items.Take(5));
        return items.Count > 5 ? $"{text} … ({items.Count})" : text;
    }
}
