using System.Text;

namespace Postroom.People;

/// <summary>Reads comma-separated values (RFC 4180): quoted fields with doubled quotes and line breaks, lines ended by CRLF or LF.</summary>
static class DirectoryCsv
{
    /// <summary>The most records of a file. One more is read, to tell that there are too many.</summary>
    public const int MostLines = 100_000;

    const int MostFields = 50;

    /// <summary>The records with the number of the line each begins at; null: it is no UTF-8. Empty lines are left out.</summary>
    public static List<(int Line, List<string> Fields)>? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return null;
        var (text, records) = (Encoding.UTF8.GetString(bytes), new List<(int, List<string>)>());
        var (at, line) = (0, 1);
        while (at < text.Length && records.Count <= MostLines)
        {
            var begin = line;
            var fields = ReadRecord(text, ref at, ref line);
            if (fields.Count > 1 || fields[0].Length > 0) records.Add((begin, fields));
        }

        return records;
    }

    static List<string> ReadRecord(string text, ref int at, ref int line)
    {
        var fields = new List<string>();
        while (true)
        {
            var field = ReadField(text, ref at, ref line);
            if (fields.Count < MostFields) fields.Add(field);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            line++;
            return fields;
        }
    }

    static string ReadField(string text, ref int at, ref int line)
    {
        if (at < text.Length && text[at] == '"') return ReadQuoted(text, ref at, ref line);
        var end = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
        var field = end < 0 ? text[at..] : text.Substring(at, end);
        at += field.Length;
        return field.Trim();
    }

    // What follows the closing quote up to the comma belongs to nothing and is passed over.
    static string ReadQuoted(string text, ref int at, ref int line)
    {
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n') line++;
            if (text[at] != '"') field.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[at++]);
            else break;
        }

        at = Math.Min(at + 1, text.Length);
        var rest = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
        at = rest < 0 ? text.Length : at + rest;
        return field.ToString().Trim();
    }
}
