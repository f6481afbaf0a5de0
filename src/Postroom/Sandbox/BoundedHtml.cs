using System.Text;
using Postroom.HtmlReading;

namespace Postroom.Sandbox;

/// <summary>
/// Cuts the HTML of a mail to what a parser can read in bounded time, and finds on the way what a mail program would
/// mind: one pass over the text, before anything makes a tree of it. What comes out is well nested, no deeper than
/// <see cref="MaximumDepth"/>, and has only the attributes that may be shown.
/// </summary>
sealed class BoundedHtml
{
    /// <summary>Mails of nested tables and long threads of answers reach 80; deeper tags are left out, their text stays.</summary>
    public const int MaximumDepth = 120;

    /// <summary>The most elements; what follows is left out.</summary>
    public const int MaximumElements = 8_000;

    /// <summary>The most tags of all kinds; what follows is left out.</summary>
    public const int MaximumTags = 60_000;

    /// <summary>Deeper than this is no mail: what follows is left out.</summary>
    const int DeepestCounted = 400;

    readonly HtmlScanner _scanner;
    readonly HtmlNesting _nesting = new();
    readonly HtmlFindingsReader _reader;
    readonly StringBuilder _html;
    readonly string _source;
    string? _silent;
    int _elements;
    int _tags;

    BoundedHtml(string source, HtmlFindings findings, Func<string, bool> knowsContentId)
    {
        _source = source;
        _scanner = new HtmlScanner(source);
        _reader = new HtmlFindingsReader(findings, knowsContentId);
        _html = new StringBuilder(Math.Min(source.Length, 256 * 1024));
        Findings = findings;
    }

    HtmlFindings Findings { get; }

    /// <summary>Reads the HTML of a mail.</summary>
    /// <param name="html">The HTML, untrusted.</param>
    /// <param name="knowsContentId">Whether a part of the mail has a Content-ID.</param>
    /// <param name="cancellationToken">The reader's wish to wait no longer.</param>
    public static SanitizedHtml Read(string html, Func<string, bool> knowsContentId, CancellationToken cancellationToken)
    {
        var findings = new HtmlFindings { IsCut = html.Length > HtmlSanitizer.MaximumLength };
        var bounded = new BoundedHtml(findings.IsCut ? html[..HtmlSanitizer.MaximumLength] : html, findings, knowsContentId);
        bounded.Read(cancellationToken);
        return new SanitizedHtml(bounded._html.ToString(), findings);
    }

    void Read(CancellationToken cancellationToken)
    {
        while (_scanner.Next())
        {
            var token = _scanner.Current;
            if (token.Kind == HtmlTokenKind.Text) Text(token);
            if (token.Kind is not (HtmlTokenKind.StartTag or HtmlTokenKind.EndTag)) continue;
            if (++_tags % 256 == 0) cancellationToken.ThrowIfCancellationRequested();
            if (_tags > MaximumTags || _elements > MaximumElements || _nesting.Depth > DeepestCounted)
            {
                Findings.IsCut = true;
                break;
            }

            if (token.Kind == HtmlTokenKind.StartTag) Start(token.Name);
            else End(token.Name);
        }

        CloseTo(0);
    }

    // "<" is written so that no two pieces can become a tag together.
    void Text(HtmlToken token)
    {
        if (_silent is not null) return;
        _html.Append(_source, token.Start, token.End - token.Start);
        _html.Replace("<", "&lt;", _html.Length - (token.End - token.Start), token.End - token.Start);
    }

    void Start(string name)
    {
        _silent = HtmlAllowList.IsSilent(name) ? name : null;
        _reader.Read(_scanner, name);
        if (name is "html" or "head" or "frameset" or "xmp" or "plaintext" || HtmlAllowList.GoesAlone(name) || !IsPlain(name)) return;
        CloseTo(_nesting.LeftBy(name));
        var isShown = _nesting.Depth < MaximumDepth;
        if (!isShown) Findings.IsCut = true;
        if (name != "body" && !HtmlNesting.IsVoid(name)) _nesting.Open(name);
        if (!isShown) return;
        _elements++;
        _html.Append('<').Append(name);
        foreach (var attribute in _scanner.Attributes) Attribute(attribute);
        _html.Append('>');
    }

    void Attribute(HtmlAttribute attribute)
    {
        var name = HtmlFindingsReader.NameOf(_scanner, attribute);
        if (!HtmlAllowList.MayStand(name)) return;
        var quote = attribute.Quote == '\'' ? '\'' : '"';
        _html.Append(' ').Append(name).Append('=').Append(quote);
        var value = _scanner.ValueOf(attribute);
        var start = _html.Length;
        _html.Append(value);
        if (attribute.Quote == '\0') _html.Replace("\"", "&quot;", start, value.Length);
        _html.Append(quote);
    }

    void End(string name)
    {
        _silent = null;
        if (IsPlain(name)) CloseTo(_nesting.LeftAfterEnd(name));
    }

    void CloseTo(int depth)
    {
        for (var at = _nesting.Depth - 1; at >= depth; at--)
        {
            if (at < MaximumDepth) _html.Append("</").Append(_nesting[at]).Append('>');
        }

        _nesting.CloseTo(Math.Min(depth, _nesting.Depth));
    }

    // Letters, digits and hyphens: any other name is that of no element, and would have to be written with care.
    static bool IsPlain(string name)
    {
        if (name.Length > 40) return false;
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-') return false;
        }

        return true;
    }
}
