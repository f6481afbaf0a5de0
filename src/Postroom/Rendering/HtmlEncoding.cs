using System.Buffers;
using System.Text;
using HandlebarsDotNet;

namespace Postroom.Rendering;

/// <summary>Escapes values so that they are text in HTML content and in quoted attributes, whatever they hold.</summary>
sealed class HtmlEncoding : ITextEncoder
{
    static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'`{}");

    /// <inheritdoc/>
    public void Encode(StringBuilder? text, TextWriter target)
    {
        if (text is null) return;
        foreach (var chunk in text.GetChunks()) Write(chunk.Span, target);
    }

    /// <inheritdoc/>
    public void Encode(string? text, TextWriter target) => Write(text, target);

    /// <inheritdoc/>
    public void Encode<T>(T? text, TextWriter target) where T : IEnumerator<char>
    {
        while (text is not null && text.MoveNext()) Write([text.Current], target);
    }

    /// <summary>Text of several lines: line ends become <c>br</c>, and blanks at the start of a line stay, as in code.</summary>
    public static string Lines(string text)
    {
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var isFirst = true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!isFirst) writer.Write("<br>\n");
            isFirst = false;
            var bare = line.TrimStart(' ');
            for (var i = Math.Min(line.Length - bare.Length, 40); i > 0; i--) writer.Write("&nbsp;");
            Write(bare, writer);
        }

        return writer.ToString();
    }

    /// <summary>Text that is text wherever it is put.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0) return text;
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        Write(text, writer);
        return writer.ToString();
    }

    static void Write(ReadOnlySpan<char> text, TextWriter target)
    {
        while (true)
        {
            var special = text.IndexOfAny(Special);
            if (special < 0) { target.Write(text); return; }
            target.Write(text[..special]);
            target.Write(text[special] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '`' => "&#96;",
                '{' => "&#123;",
                _ => "&#125;",
            });
            text = text[(special + 1)..];
        }
    }
}

/// <summary>Leaves text as it is: there is nothing to break out of in plain text, and values are clean already.</summary>
sealed class NoEncoding : ITextEncoder
{
    /// <inheritdoc/>
    public void Encode(StringBuilder? text, TextWriter target) => target.Write(text);

    /// <inheritdoc/>
    public void Encode(string? text, TextWriter target) => target.Write(text);

    /// <inheritdoc/>
    public void Encode<T>(T? text, TextWriter target) where T : IEnumerator<char>
    {
        while (text is not null && text.MoveNext()) target.Write(text.Current);
    }
}
