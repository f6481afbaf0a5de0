namespace Postroom.Rendering.Markup;

/// <summary>
/// Shows lines of a unified diff: what came in green, what went in red, each with its sign as colours alone tell
/// nobody.
/// </summary>
static class DiffLines
{
    /// <summary>The lines as HTML.</summary>
    /// <param name="text">Lines that begin with <c>+</c>, <c>-</c>, a blank or <c>@@</c>.</param>
    public static string ToHtml(string text)
    {
        var html = new MarkupWriter();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var (name, style) = Look(line);
            html.Markup($"<span class=\"{name}\" style=\"{style}\">");
            html.Text(line.IsEmpty ? " " : line.ToString()).Markup("</span>");
        }

        return html.IsFull ? HtmlEncoding.Lines(text) : html.ToString();
    }

    static (string Name, string Style) Look(ReadOnlySpan<char> line) => line switch
    {
        ['+', ..] => ("came", MarkupStyles.Added),
        ['-', ..] => ("went", MarkupStyles.Removed),
        ['@', '@', ..] => ("place", MarkupStyles.Place),
        _ => ("kept", MarkupStyles.Kept),
    };
}
