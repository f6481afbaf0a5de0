using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>Names of attached files.</summary>
static class FileName
{
    const int Longest = 255;

    /// <summary>The name without path, controls and outer spaces; "attachment" when nothing is left.</summary>
    public static string Clean(string? name)
    {
        var text = HeaderEncoder.Spaced(name ?? "");
        text = text[(text.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Trim();
        if (text.AsSpan().IndexOfAnyInRange('\u202A', '\u202E') >= 0 || text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') >= 0)
            text = new string([.. text.Where(c => !Characters.IsDirectionOverride(c))]); // "gpj.exe" must not look like "exe.jpg"
        if (text is "" or "." or "..") return "attachment";
        return text.Length <= Longest ? text : Shorten(text);
    }

    /// <summary>Cuts the middle out, since the end says what kind of file it is.</summary>
    static string Shorten(string text)
    {
        var dot = text.LastIndexOf('.');
        var tail = dot > 0 && text.Length - dot <= 20 ? text[dot..] : "";
        var kept = Longest - tail.Length;
        if (char.IsHighSurrogate(text[kept - 1])) kept--;
        return text[..kept] + tail;
    }
}
