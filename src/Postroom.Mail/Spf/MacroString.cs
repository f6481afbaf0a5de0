using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postroom.Mail.Spf;

/// <summary>A text with macros (RFC 7208 §7.1).</summary>
sealed class MacroString
{
    const string Letters = "slodipvh";
    const string LettersOfExplanations = "slodipvhcrt";
    const string Unreserved = "-._~";

    static readonly SearchValues<char> Delimiters = SearchValues.Create(".-+,/_=");

    readonly List<object> _parts = [];

    MacroString() { }

    /// <summary>Whether the last part is a macro.</summary>
    public bool EndsWithMacro { get; private set; }

    /// <summary>The letters it uses, lower case.</summary>
    public IEnumerable<char> LettersUsed => _parts.OfType<Macro>().Select(macro => macro.Letter);

    /// <summary>Reads one. False when it is wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isExplanation">Whether it is the text of an explanation, in which spaces and more letters are allowed.</param>
    /// <param name="macros">What was read; null when it is wrong.</param>
    public static bool TryParse(string text, bool isExplanation, [NotNullWhen(true)] out MacroString? macros)
    {
        macros = new MacroString();
        for (var at = 0; at < text.Length;)
        {
            var isRight = text[at] == '%'
                ? macros.ReadMacro(text, ref at, isExplanation)
                : macros.AddLiteral(text[at++], isExplanation);
            if (isRight) continue;
            macros = null;
            return false;
        }

        return true;
    }

    bool AddLiteral(char sign, bool isExplanation)
    {
        EndsWithMacro = false;
        _parts.Add(sign.ToString());
        return sign is > ' ' and <= '~' || (isExplanation && sign == ' ');
    }

    bool ReadMacro(string text, ref int at, bool isExplanation)
    {
        EndsWithMacro = true;
        if (++at == text.Length) return false;
        var constant = text[at] switch { '%' => "%", '_' => " ", '-' => "%20", _ => null };
        if (constant is not null)
        {
            at++;
            _parts.Add(constant);
            return true;
        }

        var end = text[at] == '{' ? text.IndexOf('}', at) : -1;
        if (end < 0 || Macro.Read(text.AsSpan(at + 1, end - at - 1), isExplanation) is not { } macro) return false;
        _parts.Add(macro);
        at = end + 1;
        return true;
    }

    /// <summary>Puts the values in.</summary>
    /// <param name="valueOf">The value of a letter (lower case).</param>
    public string Expand(Func<char, string> valueOf)
    {
        var text = new StringBuilder();
        foreach (var part in _parts) text.Append(part is Macro macro ? macro.Expand(valueOf(macro.Letter)) : (string)part);
        return text.ToString();
    }

    sealed record Macro(char Letter, bool IsEscaped, int Parts, bool IsReversed, string SplitAt)
    {
        public static Macro? Read(ReadOnlySpan<char> text, bool isExplanation)
        {
            if (text.IsEmpty) return null;
            var letter = char.ToLowerInvariant(text[0]);
            var allowed = isExplanation ? LettersOfExplanations : Letters;
            if (!allowed.Contains(letter, StringComparison.Ordinal)) return null;

            var at = 1;
            var parts = 0;
            while (at < text.Length && char.IsAsciiDigit(text[at])) parts = Math.Min((parts * 10) + (text[at++] - '0'), 1_000);
            if (at > 1 && parts == 0) return null;
            var isReversed = at < text.Length && text[at] is 'r' or 'R';
            if (isReversed) at++;
            var delimiters = text[at..];
            return delimiters.ContainsAnyExcept(Delimiters)
                ? null
                : new Macro(letter, char.IsAsciiLetterUpper(text[0]), parts, isReversed, delimiters.IsEmpty ? "." : delimiters.ToString());
        }

        public string Expand(string value)
        {
            var parts = value.Split(SplitAt.ToCharArray());
            if (IsReversed) Array.Reverse(parts);
            var kept = Parts > 0 && Parts < parts.Length ? parts[^Parts..] : parts;
            var text = string.Join('.', kept);
            return IsEscaped ? Escape(text) : text;
        }

        static string Escape(string text)
        {
            var escaped = new StringBuilder();
            foreach (var value in Encoding.UTF8.GetBytes(text))
            {
                var sign = (char)value;
                if (char.IsAsciiLetterOrDigit(sign) || Unreserved.Contains(sign, StringComparison.Ordinal)) escaped.Append(sign);
                else escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{value:X2}");
            }

            return escaped.ToString();
        }
    }
}
