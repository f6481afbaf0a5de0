namespace Postroom.Mail.Spf;

/// <summary>A domain in a term (RFC 7208 §7.1): ends with a label that can be a top-level one, or with a macro.</summary>
static class DomainSpec
{
    const int MaximumNameLength = 253;

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text)
    {
        if (!MacroString.TryParse(text, isExplanation: false, out var macros)) return false;
        if (macros.EndsWithMacro) return true;

        var name = text.EndsWith('.') ? text[..^1] : text;
        var dot = name.LastIndexOf('.');
        return dot >= 0 && IsTopLabel(name[(dot + 1)..]);
    }

    static bool IsTopLabel(string label) =>
        label.Length > 0 && label.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-')
        && label[0] != '-' && label[^1] != '-' && !label.All(char.IsAsciiDigit);

    /// <summary>Makes an expanded text a name to look up: without the last dot, and cut at the left to 253 characters (RFC 7208 §7.3).</summary>
    public static string ToName(string expanded)
    {
        var name = expanded.EndsWith('.') ? expanded[..^1] : expanded;
        while (name.Length > MaximumNameLength && name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot) name = name[(dot + 1)..];
        return name;
    }

    /// <summary>Whether a name can be asked about at all: labels of 1 to 63, more than one of them, no literal (RFC 7208 §4.3).</summary>
    public static bool IsDomain(string name)
    {
        var labels = name.Split('.');
        return name.Length <= MaximumNameLength && labels.Length > 1 && !name.StartsWith('[')
            && labels.All(label => label.Length is > 0 and <= 63);
    }
}
