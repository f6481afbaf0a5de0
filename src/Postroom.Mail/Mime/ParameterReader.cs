using System.Globalization;
using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>Reads <c>value; name=value; name*0*=utf-8''...</c> as leniently as mail in the wild needs (RFC 2045 §5.1, RFC 2231).</summary>
static class ParameterReader
{
    const int MaximumCount = 200;

    public static HeaderParameters Read(string text, out string main)
    {
        var cursor = new Cursor(text);
        main = cursor.ReadUntil(";", hasComments: true, out _).Trim();
        var pieces = new List<Piece>();
        while (!cursor.IsDone && pieces.Count < MaximumCount)
        {
            cursor.Skip(); // the semicolon
            var name = cursor.ReadUntil("=;", hasComments: true, out _).Trim();
            if (cursor.Current != '=') continue;
            cursor.Skip();
            // Parentheses in a file name without quotes are wrong and common; nobody comments a file name.
            var isFileName = name.Contains("name", StringComparison.OrdinalIgnoreCase);
            var value = cursor.ReadUntil(";", hasComments: !isFileName, out var wasQuoted);
            if (name.Length > 0) pieces.Add(Piece.Of(name, wasQuoted ? value : value.Trim()));
        }

        return pieces.Count == 0 ? HeaderParameters.None : new HeaderParameters(Join(pieces));
    }

    /// <summary>Pieces of one name become one parameter; the extended form wins over the plain one (RFC 6266 §4.3).</summary>
    static List<KeyValuePair<string, string>> Join(List<Piece> pieces)
    {
        var joined = new List<KeyValuePair<string, string>>();
        foreach (var group in pieces.GroupBy(piece => piece.Name, StringComparer.OrdinalIgnoreCase))
        {
            var sections = group.Where(piece => piece.Section is not null).OrderBy(piece => piece.Section).ToList();
            var extended = group.FirstOrDefault(piece => piece.Section is null && piece.IsExtended);
            var value = extended is not null ? Decode([extended])
                : sections.Count > 0 ? Decode(sections)
                : HeaderText.Decode(group.First().Value);
            joined.Add(new(group.Key, value));
        }

        return joined;
    }

    static string Decode(List<Piece> pieces)
    {
        var charset = "utf-8";
        var bytes = new List<byte>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var value = pieces[i].Value;
            if (!pieces[i].IsExtended)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(value));
                continue;
            }

            // The first piece alone has charset'language' before the text.
            var first = i == 0 ? value.IndexOf('\'', StringComparison.Ordinal) : -1;
            var second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
            if (second >= 0)
            {
                if (first > 0) charset = value[..first];
                value = value[(second + 1)..];
            }

            AppendPercentDecoded(value, bytes);
        }

        return Charsets.Decode(charset, bytes.ToArray(), out _);
    }

    static void AppendPercentDecoded(string value, List<byte> bytes)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '%' && TransferDecoder.HexPair(octets.AsSpan(i + 1)) is var b and >= 0)
            {
                bytes.Add((byte)b);
                i += 2;
            }
            else
            {
                bytes.Add(octets[i]);
            }
        }
    }

    sealed record Piece(string Name, int? Section, bool IsExtended, string Value)
    {
        public static Piece Of(string name, string value)
        {
            var star = name.IndexOf('*', StringComparison.Ordinal);
            if (star <= 0) return new(name, null, false, value);
            var tail = name.AsSpan(star + 1);
            if (tail.IsEmpty) return new(name[..star], null, true, value);
            var isExtended = tail.EndsWith("*");
            return int.TryParse(isExtended ? tail[..^1] : tail, NumberStyles.None, CultureInfo.InvariantCulture, out var section)
                ? new(name[..star], section, isExtended, value)
                : new(name, null, false, value);
        }
    }

    /// <summary>Walks a value, over quoted strings and comments.</summary>
    sealed class Cursor(string text)
    {
        int _at;

        public bool IsDone => _at >= text.Length;

        public char Current => IsDone ? '\0' : text[_at];

        public void Skip() => _at++;

        /// <summary>The text up to one of the stops, which is left in place; quotes and comments are taken off.</summary>
        public string ReadUntil(string stops, bool hasComments, out bool wasQuoted)
        {
            wasQuoted = false;
            var read = new StringBuilder();
            for (; !IsDone && !stops.Contains(Current, StringComparison.Ordinal); _at++)
            {
                if (Current == '"')
                {
                    if (!wasQuoted) TrimEnd(read);
                    wasQuoted = true;
                    ReadQuoted(read);
                }
                else if (Current == '(' && hasComments)
                {
                    SkipComment();
                }
                else if (!(wasQuoted && char.IsWhiteSpace(Current)))
                {
                    read.Append(Current);
                }
            }

            return read.ToString();
        }

        static void TrimEnd(StringBuilder read)
        {
            while (read.Length > 0 && char.IsWhiteSpace(read[^1])) read.Length--;
        }

        void ReadQuoted(StringBuilder read)
        {
            for (_at++; !IsDone && Current != '"'; _at++)
            {
                // A backslash before anything but a quote or a backslash is a path of some old Windows program.
                if (Current == '\\' && _at + 1 < text.Length && text[_at + 1] is '"' or '\\') _at++;
                read.Append(Current);
            }
        }

        void SkipComment()
        {
            var depth = 0;
            for (; !IsDone; _at++)
            {
                if (Current == '\\') _at++;
                else if (Current == '(') depth++;
                else if (Current == ')' && --depth == 0) return;
            }
        }
    }
}
