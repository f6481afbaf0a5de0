using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Dmarc;

/// <summary>A list of tags, as DKIM and DMARC records are written: <c>v=DMARC1; p=none</c> (RFC 6376 §3.2, RFC 9989 §4.7).</summary>
public sealed class TagList
{
    /// <summary>The longest text that is read: 64 KiB, the most a TXT record can have.</summary>
    public const int MaximumLength = 65_535;

    readonly List<KeyValuePair<string, string>> _tags = [];

    TagList() { }

    /// <summary>The name of the first tag; null: there is none.</summary>
    public string? FirstName => _tags.Count > 0 ? _tags[0].Key : null;

    /// <summary>The value of a tag; null: it is not there.</summary>
    /// <param name="name">Its name, which is case-sensitive.</param>
    public string? this[string name] => _tags.Find(tag => tag.Key == name).Value;

    /// <summary>Reads a list. False when a part is no tag, or a tag comes twice. Never throws.</summary>
    /// <param name="text">The strings of the TXT record, joined.</param>
    /// <param name="tags">The tags; null when the text is no list.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out TagList? tags)
    {
        ArgumentNullException.ThrowIfNull(text);
        tags = null;
        if (text.Length > MaximumLength) return false;

        var read = new TagList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var parts = text.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Trim(' ', '\t', '\r', '\n');
            if (part.Length == 0 && i == parts.Length - 1) break;

            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return false;
            var name = part[..equals].TrimEnd(' ', '\t');
            if (!IsName(name) || !names.Add(name)) return false;
            read._tags.Add(new(name, part[(equals + 1)..].TrimStart(' ', '\t')));
        }

        tags = read;
        return true;
    }

    static bool IsName(string name) => char.IsAsciiLetter(name[0]) && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_');
}
