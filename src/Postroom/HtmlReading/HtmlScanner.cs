using System.Buffers;
using System.Collections.Frozen;

namespace Postroom.HtmlReading;

/// <summary>
/// Finds the tags of an HTML source as a browser's tokenizer does (WHATWG HTML §13.2.5), without a tree. Every character
/// is looked at once, so that hostile text costs no more than its length.
/// </summary>
sealed class HtmlScanner(string source)
{
    /// <summary>More attributes of one tag are passed over; <see cref="AttributeCount"/> counts them all.</summary>
    public const int MostAttributes = 200;

    static readonly SearchValues<char> NameEnds = SearchValues.Create("\t\n\f\r />");
    static readonly SearchValues<char> AttributeNameEnds = SearchValues.Create("\t\n\f\r />=");
    static readonly SearchValues<char> UnquotedEnds = SearchValues.Create("\t\n\f\r >");

    /// <summary>Elements whose content is text up to their end tag (§13.2.6.4.4, §13.2.6.4.7).</summary>
    static readonly FrozenSet<string> TextElements = FrozenSet.ToFrozenSet(
        ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"], StringComparer.Ordinal);

    readonly List<HtmlAttribute> _attributes = [];
    string? _textElement;
    int _at;

    /// <summary>The piece that was read last.</summary>
    public HtmlToken Current { get; private set; }

    /// <summary>The attributes of the start tag that was read last, the first <see cref="MostAttributes"/>.</summary>
    public IReadOnlyList<HtmlAttribute> Attributes => _attributes;

    /// <summary>How many attributes it has.</summary>
    public int AttributeCount { get; private set; }

    /// <summary>Reads the next piece; false: there is none.</summary>
    public bool Next()
    {
        if (_at >= source.Length) return false;
        Current = _textElement is { } element && EndOfText(element) is var end && end > _at ? TextUpTo(end) : Piece();
        _at = Current.End;
        return true;
    }

    /// <summary>The name of an attribute as written.</summary>
    public ReadOnlySpan<char> NameOf(HtmlAttribute attribute) =>
        source.AsSpan(attribute.NameStart, attribute.NameEnd - attribute.NameStart);

    /// <summary>The value of an attribute as written; empty: there is none.</summary>
    public ReadOnlySpan<char> ValueOf(HtmlAttribute attribute) =>
        attribute.HasValue ? source.AsSpan(attribute.ValueStart, attribute.ValueEnd - attribute.ValueStart) : [];

    HtmlToken Piece()
    {
        _textElement = null;
        if (source[_at] != '<' || !BeginsMarkup(_at)) return TextUpTo(NextMarkup(_at + 1));
        return source[_at + 1] switch
        {
            '!' or '?' => Comment(),
            '/' when char.IsAsciiLetter(source[_at + 2]) => Tag(HtmlTokenKind.EndTag, _at + 2),
            '/' => Ended(source.IndexOf('>', _at + 2)),
            _ => Tag(HtmlTokenKind.StartTag, _at + 1),
        };
    }

    HtmlToken TextUpTo(int end) => new(HtmlTokenKind.Text, _at, end, "");

    // "</" at the very end is text; "</>" is nothing, and is taken for a comment.
    bool BeginsMarkup(int at)
    {
        if (at + 1 >= source.Length) return false;
        var next = source[at + 1];
        return char.IsAsciiLetter(next) || next is '!' or '?' || (next == '/' && at + 2 < source.Length);
    }

    int NextMarkup(int from)
    {
        for (var at = from; at < source.Length; at++)
        {
            at = source.IndexOf('<', at);
            if (at < 0) return source.Length;
            if (BeginsMarkup(at)) return at;
        }

        return source.Length;
    }

    HtmlToken Comment()
    {
        if (string.CompareOrdinal(source, _at, "<!--", 0, 4) != 0) return Ended(source.IndexOf('>', _at + 2));
        var body = _at + 4;
        if (body < source.Length && source[body] == '>') return Ended(body);
        if (body + 1 < source.Length && source[body] == '-' && source[body + 1] == '>') return Ended(body + 1);
        for (var at = Next("--", body); at >= 0; at = Next("--", at + 1))
        {
            if (at + 2 < source.Length && source[at + 2] == '>') return Ended(at + 2);
            if (at + 3 < source.Length && source[at + 2] == '!' && source[at + 3] == '>') return Ended(at + 3);
        }

        return Ended(-1);
    }

    HtmlToken Ended(int last) =>
        last < 0 ? new(HtmlTokenKind.Unfinished, _at, source.Length, "") : new(HtmlTokenKind.Comment, _at, last + 1, "");

    HtmlToken Tag(HtmlTokenKind kind, int nameStart)
    {
        _attributes.Clear();
        AttributeCount = 0;
        var nameEnd = EndOf(nameStart, NameEnds);
        var at = nameEnd;
        while (true)
        {
            while (at < source.Length && (IsSpace(source[at]) || source[at] == '/')) at++;
            if (at >= source.Length) return Ended(-1);
            if (source[at] == '>') break;
            at = Attribute(at);
        }

        var name = source[nameStart..nameEnd].ToLowerInvariant();
        if (kind == HtmlTokenKind.StartTag && (name == "plaintext" || TextElements.Contains(name))) _textElement = name;
        return new(kind, _at, at + 1, name);
    }

    // An equals sign at the beginning of a name belongs to it (§13.2.5.32).
    int Attribute(int start)
    {
        var nameEnd = EndOf(start + 1, AttributeNameEnds);
        var at = SkipSpace(nameEnd);
        if (at >= source.Length || source[at] != '=') return Add(new(start, nameEnd, -1, -1, '\0'), nameEnd);
        at = SkipSpace(at + 1);
        if (at >= source.Length || source[at] == '>') return Add(new(start, nameEnd, at, at, '\0'), at);
        if (source[at] is not ('"' or '\''))
        {
            var end = EndOf(at, UnquotedEnds);
            return Add(new(start, nameEnd, at, end, '\0'), end);
        }

        var close = source.IndexOf(source[at], at + 1);
        return close < 0 ? source.Length : Add(new(start, nameEnd, at + 1, close, source[at]), close + 1);
    }

    int Add(HtmlAttribute attribute, int next)
    {
        if (++AttributeCount <= MostAttributes) _attributes.Add(attribute);
        return next;
    }

    // The end tag of an element that holds text alone: "</title" and what may follow a name.
    int EndOfText(string element)
    {
        if (element == "plaintext") return source.Length;
        for (var at = Next("</", _at); at >= 0; at = Next("</", at + 2))
        {
            var end = at + 2 + element.Length;
            if (end >= source.Length) break;
            var isName = string.Compare(source, at + 2, element, 0, element.Length, StringComparison.OrdinalIgnoreCase) == 0;
            if (isName && NameEnds.Contains(source[end])) return at;
        }

        return source.Length;
    }

    int Next(string text, int from) => source.IndexOf(text, from, StringComparison.Ordinal);

    int EndOf(int from, SearchValues<char> ends)
    {
        if (from >= source.Length) return source.Length;
        var found = source.AsSpan(from).IndexOfAny(ends);
        return found < 0 ? source.Length : from + found;
    }

    int SkipSpace(int at)
    {
        while (at < source.Length && IsSpace(source[at])) at++;
        return at;
    }

    static bool IsSpace(char letter) => letter is ' ' or '\t' or '\n' or '\f' or '\r';
}
