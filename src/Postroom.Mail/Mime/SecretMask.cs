using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>
/// Covers secrets with stars in a message, wherever they stand in it: in headers, text, HTML and files, plain,
/// quoted-printable, base64 or as encoded words, also across line breaks. Nothing else changes, not even the length.
/// </summary>
public static class SecretMask
{
    /// <summary>Messages inside messages are looked into so deep.</summary>
    const int MostNested = 3;

    /// <summary>Covers secrets in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">The secrets as people would copy them: ASCII.</param>
    public static string Cover(string text, IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(secrets);
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
            text = text.Replace(secret, new string('*', secret.Length), StringComparison.Ordinal);
        return text;
    }

    /// <summary>Covers secrets in a message; without secrets it is given back as it is.</summary>
    /// <param name="message">The message.</param>
    /// <param name="secrets">The secrets as people would copy them: ASCII.</param>
    /// <returns>The message; null: a secret stands in it in a way that cannot be covered, so it must not be shown.</returns>
    public static ReadOnlyMemory<byte>? Cover(ReadOnlyMemory<byte> message, IReadOnlyCollection<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var known = secrets.Where(secret => secret.Length > 0).Distinct(StringComparer.Ordinal).Select(Encoding.ASCII.GetBytes).ToList();
        if (known.Count == 0) return message;
        var covered = message.ToArray();
        SecretFinder.Cover(covered, known);
        Base64Runs.Cover(covered, known);
        if (Holds(covered, known, MostNested)) return null;
        return covered;
    }

    // What was covered is read as any mail program reads it: whatever came through is found here.
    static bool Holds(ReadOnlyMemory<byte> message, List<byte[]> secrets, int nested)
    {
        if (ContainsAny(message.Span, secrets)) return true;
        foreach (var part in MessageReader.Read(message).Root.Walk())
        {
            if (part.Headers.Any(header => ContainsAny(Encoding.UTF8.GetBytes(header.Value), secrets))) return true;
            if (part.FileName is { } name && ContainsAny(Encoding.UTF8.GetBytes(name), secrets)) return true;
            if (ContainsAny(part.Content.Span, secrets)) return true;
            if (part.ContentType.Is("text") && ContainsAny(Encoding.UTF8.GetBytes(part.Text), secrets)) return true;
            if (nested > 0 && part.ContentType.Is("message") && Holds(part.Content, secrets, nested - 1)) return true;
        }

        return false;
    }

    static bool ContainsAny(ReadOnlySpan<byte> bytes, List<byte[]> secrets)
    {
        foreach (var secret in secrets)
        {
            if (bytes.IndexOf(secret) >= 0) return true;
        }

        return false;
    }
}
