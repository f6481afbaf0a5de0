namespace Postroom.HtmlReading;

/// <summary>One piece of an HTML source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended.</param>
/// <param name="Name">The element of a tag, in lower case; empty: it is no tag.</param>
readonly record struct HtmlToken(HtmlTokenKind Kind, int Start, int End, string Name);

/// <summary>One attribute of a start tag, by its places in the source.</summary>
/// <param name="NameStart">Where the name begins.</param>
/// <param name="NameEnd">Where the name has ended.</param>
/// <param name="ValueStart">Where the value begins, behind its quote; -1: there is no value.</param>
/// <param name="ValueEnd">Where the value has ended, before its quote.</param>
/// <param name="Quote">The quote around the value; <c>\0</c>: none.</param>
readonly record struct HtmlAttribute(int NameStart, int NameEnd, int ValueStart, int ValueEnd, char Quote)
{
    /// <summary>Whether there is a value, be it empty.</summary>
    public bool HasValue => ValueStart >= 0;

    /// <summary>Where the attribute has ended, its closing quote included.</summary>
    public int End => !HasValue ? NameEnd : Quote == '\0' ? ValueEnd : ValueEnd + 1;
}

/// <summary>The pieces of an HTML source.</summary>
enum HtmlTokenKind
{
    /// <summary>Text, and the content of elements that hold no markup.</summary>
    Text,

    /// <summary><c>&lt;p&gt;</c>.</summary>
    StartTag,

    /// <summary><c>&lt;/p&gt;</c>.</summary>
    EndTag,

    /// <summary>A comment, a document type, or what is taken for a comment.</summary>
    Comment,

    /// <summary>A tag or comment that the source ends within: a browser drops it.</summary>
    Unfinished,
}
