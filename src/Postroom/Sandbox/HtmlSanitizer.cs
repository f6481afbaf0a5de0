using Postroom.HtmlReading;

namespace Postroom.Sandbox;

/// <summary>
/// Makes the HTML of a mail harmless for a browser. It does not take evil out of the text but writes a new text that
/// has only elements, attributes, styles and links known to be harmless, so that no reading of the result, whatever a
/// browser makes of it, yields anything else. Nothing is loaded from elsewhere.
/// </summary>
public static class HtmlSanitizer
{
    /// <summary>The longest HTML read, in UTF-16 units; the rest is left out.</summary>
    public const int MaximumLength = 1_000_000;

    /// <summary>The Content-Security-Policy for the page that shows the result: a second wall should the first have a hole.</summary>
    public const string FramePolicy =
        "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox";

    /// <summary>What is read in bounded steps takes a fraction of it; on a machine that has no time to spare, a part is shown.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Makes HTML harmless.</summary>
    /// <param name="html">The HTML of a mail, untrusted.</param>
    /// <param name="resolveContentId">Gives the address for the image with a Content-ID (without angle brackets), such as a data: URL; null: there is none.</param>
    /// <param name="cancellationToken">The reader's wish to wait no longer.</param>
    /// <exception cref="OperationCanceledException">The reader has left.</exception>
    public static SanitizedHtml Sanitize(string html, Func<string, string?> resolveContentId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(html);
        ArgumentNullException.ThrowIfNull(resolveContentId);
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var bounded = BoundedHtml.Read(html, id => resolveContentId(id) is not null, cancellationToken);
        var writer = new SafeHtmlWriter(resolveContentId, either.Token);
        try
        {
            using var document = HtmlTree.Parse(bounded.Html, either.Token);
            if (document.Body is { } body) writer.WriteBody(body);
        }
        catch (Exception fault) when (IsBound(fault) && !cancellationToken.IsCancellationRequested)
        {
            // What was written so far is harmless as it stands: a browser closes what is open.
            bounded.Findings.IsCut = true;
        }

        bounded.Findings.IsCut |= writer.IsCut;
        return new SanitizedHtml(writer.ToString(), bounded.Findings);
    }

    static bool IsBound(Exception fault) => fault is HtmlTreeTooLargeException or OperationCanceledException;
}
