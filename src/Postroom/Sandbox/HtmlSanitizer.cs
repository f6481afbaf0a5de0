using AngleSharp.Html.Parser;

namespace Postroom.Sandbox;

/// <summary>
/// Makes the HTML of a mail harmless for a browser. It does not take evil out of the text but writes a new text that
/// has only elements, attributes, styles and links known to be harmless, so that no reading of the result, however a
/// browser mends it, yields anything else. Nothing is loaded from elsewhere.
/// </summary>
public static class HtmlSanitizer
{
    /// <summary>The longest HTML read, in UTF-16 units; the rest is left out.</summary>
    public const int MaximumLength = 1_000_000;

    /// <summary>The Content-Security-Policy for the page that shows the result: a second wall should the first have a hole.</summary>
    public const string FramePolicy =
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox";

    /// <summary>Makes HTML harmless. Never throws.</summary>
    /// <param name="html">The HTML of a mail, untrusted.</param>
    /// <param name="resolveContentId">Gives the address for the image with a Content-ID (without angle brackets), such as a data: URL; null: there is none.</param>
    public static SanitizedHtml Sanitize(string html, Func<string, string?> resolveContentId)
    {
        var findings = new HtmlFindings { IsCut = html.Length > MaximumLength };
        using var document = new HtmlParser().ParseDocument(findings.IsCut ? html[..MaximumLength] : html);
        var writer = new SafeHtmlWriter(findings, resolveContentId);
        if (document.Body is { } body) writer.WriteBody(body);
        return new SanitizedHtml(writer.ToString(), findings);
    }
}
