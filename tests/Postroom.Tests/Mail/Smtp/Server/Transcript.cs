using System.Globalization;
using System.Text.RegularExpressions;

namespace Postroom.Tests.Mail.Smtp.Server;

/// <summary>
/// A conversation in a file. <c>C: text</c> is a line of the client, <c>C| text</c> one without its CRLF, both with
/// <c>\r</c>, <c>\n</c> and <c>\xNN</c>; <c>S: text</c> is a line of the server; <c>#</c> begins a remark.
/// </summary>
sealed partial record Transcript(IReadOnlyList<string> ClientLines, string ServerText)
{
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    static string Folder => Path.Combine(AppContext.BaseDirectory, "Transcripts", "Server");

    public static Transcript Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{name}.txt"));
        return new Transcript(
            [.. lines.Where(line => line.StartsWith('C')).Select(line => Unescape(line[3..]) + (line[1] == ':' ? "\r\n" : ""))],
            string.Concat(lines.Where(line => line.StartsWith("S:", StringComparison.Ordinal)).Select(line => line[3..] + "\r\n")));
    }

    static string Unescape(string text) => Escape().Replace(text, match => match.Value switch
    {
        "\\r" => "\r",
        "\\n" => "\n",
        var hex => ((char)int.Parse(hex.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
    });

    [GeneratedRegex(@"\\r|\\n|\\x[0-9A-F]{2}", RegexOptions.None, 1_000)]
    private static partial Regex Escape();
}
