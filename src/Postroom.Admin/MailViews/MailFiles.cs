using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Postroom.Admin.Shell;
using Postroom.Languages;
using Postroom.Mail.Mime;
using Postroom.Sandbox;

namespace Postroom.Admin.MailViews;

/// <summary>The parts of a message as a browser gets them. A mail is untrusted: nothing of it runs, nothing is opened as what it says it is.</summary>
static class MailFiles
{
    /// <summary>So much of the source is shown in the page, in bytes; the rest is in the download.</summary>
    public const int LongestSource = 256 * 1024;

    const int LongestLine = 300;

    // What is downloaded is never rendered; should a browser do it all the same, it may do nothing.
    const string DownloadPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /// <summary>The HTML for the frame: a document of its own origin, without scripts, under a policy of its own.</summary>
    public static IResult Html(HttpContext http, SandboxMail mail)
    {
        if (!mail.HasHtml) return ErrorPages.Show(StatusCodes.Status404NotFound);
        http.Response.Headers.ContentSecurityPolicy = HtmlSanitizer.FramePolicy + "; frame-ancestors 'self'";
        return new MailFrame(mail);
    }

    /// <summary>One attachment, always as a download of unknown bytes.</summary>
    public static IResult File(HttpContext http, SandboxMail mail, int index)
    {
        if (index < 0 || index >= mail.Attachments.Count) return ErrorPages.Show(StatusCodes.Status404NotFound);
        http.Response.Headers.ContentSecurityPolicy = DownloadPolicy;
        var file = mail.Attachments[index];
        return Results.Bytes(file.Content, "application/octet-stream", NameOf(file, index));
    }

    /// <summary>The whole message as a file.</summary>
    public static IResult Source(HttpContext http, ReadOnlyMemory<byte> bytes, string name)
    {
        http.Response.Headers.ContentSecurityPolicy = DownloadPolicy;
        return Results.Bytes(bytes, "application/octet-stream", name + ".eml");
    }

    /// <summary>The name of an attachment for people and for saving: no path, no control character, never empty.</summary>
    public static string NameOf(ReadAttachment file, int index)
    {
        var name = new string([.. (file.Name ?? "").Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)])
            .Replace('/', '_').Replace('\\', '_').Trim(' ', '.');
        return name.Length > 0 ? name : Texts.Get("Console.Mail.FileName", index + 1);
    }

    /// <summary>So much of a header as stands in one line: one of a megabyte would be all there is to see.</summary>
    public static string Line(string value) => value.Length > LongestLine ? string.Concat(value.AsSpan(0, LongestLine), "…") : value;

    /// <summary>The first few of many, and how many there are.</summary>
    public static string Some(IReadOnlyList<string> items) =>
        items.Count > 5 ? $"{string.Join(", ", items.Take(5))} … ({items.Count})" : string.Join(", ", items);

    /// <summary>So much of a long text as is shown in the page.</summary>
    public static string Beginning(string text) => text.Length > LongestSource ? text[..LongestSource] : text;

    /// <summary>The beginning of the source as text; bytes that are no UTF-8 are shown as the replacement character.</summary>
    public static string SourceText(ReadOnlyMemory<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, LongestSource)]).ReplaceLineEndings("\n");
}
