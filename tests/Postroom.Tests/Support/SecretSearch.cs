using System.Text;
using System.Text.RegularExpressions;

namespace Postroom.Tests.Support;

/// <summary>
/// Looks for a secret in bytes as an attacker with grep would: plain, UTF-16, quoted-printable and base64, with and without the
/// line breaks of mail. It knows nothing of how Postroom covers secrets.
/// </summary>
static class SecretSearch
{
    /// <summary>The ways in which the secret is found.</summary>
    public static IReadOnlyList<string> In(ReadOnlyMemory<byte> bytes, string secret)
    {
        var text = Encoding.Latin1.GetString(bytes.Span);
        var joined = text.Replace("=\r\n", "", StringComparison.Ordinal).Replace("\r\n", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
        List<string> found = [];
        foreach (var seen in (string[])[text, joined, joined.Replace(" ", "", StringComparison.Ordinal), joined.Replace("\0", "", StringComparison.Ordinal), .. Unescaped(joined)])
        {
            if (seen.Contains(secret, StringComparison.Ordinal)) found.Add("as text");
            if (Base64Of(Encoding.ASCII.GetBytes(secret)).Any(form => seen.Contains(form, StringComparison.Ordinal))) found.Add("in base64");
            if (Base64Of(Encoding.Unicode.GetBytes(secret)).Any(form => seen.Contains(form, StringComparison.Ordinal))) found.Add("in base64 of UTF-16");
        }

        return found;
    }

    /// <summary>The files of a folder in which the secret is found, but for the key ring.</summary>
    public static IReadOnlyList<string> InFolder(string folder, string secret)
    {
        List<string> found = [];
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetRelativePath(folder, path).StartsWith("keys", StringComparison.Ordinal)) continue;
            if (path.EndsWith(".lock", StringComparison.Ordinal) && new FileInfo(path).Length == 0) continue; // held, and has nothing in it
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            found.AddRange(In(bytes, secret).Select(way => $"{Path.GetFileName(path)} {way}"));
        }

        return found;
    }

    // What is in base64 for certain, wherever the secret begins in its group of three.
    static IEnumerable<string> Base64Of(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var whole = Convert.ToBase64String([.. new byte[before], .. secret]);
            yield return whole[(before == 0 ? 0 : 4)..^4];
        }
    }

    // What the characters are written as may differ: encoded words without their seams, =41, %41, &#65; and &#x41;
    static IEnumerable<string> Unescaped(string text)
    {
        var words = Regex.Replace(text, @"\?= *=\?[A-Za-z0-9-]+\?[Qq]\?", "");
        yield return Replace(words, "=([0-9A-Fa-f]{2})", 16);
        yield return Replace(text, "%([0-9A-Fa-f]{2})", 16);
        yield return Replace(Replace(text, "&#x([0-9A-Fa-f]{2});", 16), "&#([0-9]{2,3});", 10);
    }

    static string Replace(string text, string pattern, int radix) =>
        Regex.Replace(text, pattern, match => new string((char)Convert.ToInt32(match.Groups[1].Value, radix), 1));
}
