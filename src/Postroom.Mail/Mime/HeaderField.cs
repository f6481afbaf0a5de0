using System.Text;

namespace Postroom.Mail.Mime;

/// <summary>One header as it stands in a message.</summary>
public sealed class HeaderField
{
    string? _value;

    internal HeaderField(string name, string raw, int offset, int length)
    {
        Name = name;
        Raw = raw;
        Offset = offset;
        Length = length;
    }

    /// <summary>The name as it is written; compare it without regard to case.</summary>
    public string Name { get; }

    /// <summary>What follows the colon, folds included, without the last line end.</summary>
    public string Raw { get; }

    /// <summary>Where the field begins in the message, in octets.</summary>
    public int Offset { get; }

    /// <summary>How long the field is with its line end, in octets.</summary>
    public int Length { get; }

    /// <summary>The value on one line, encoded words not yet decoded: what addresses and parameters are read from.</summary>
    public string Unfolded => Unfold(Raw);

    /// <summary>The value for people: on one line, encoded words decoded (RFC 2047), no control character.</summary>
    public string Value => _value ??= HeaderText.Decode(Unfolded);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value}";

    static string Unfold(string raw)
    {
        if (!raw.AsSpan().ContainsAny('\r', '\n')) return raw.Trim(' ', '\t');
        var line = new StringBuilder(raw.Length);
        foreach (var c in raw)
        {
            if (c is not ('\r' or '\n')) line.Append(c);
        }

        return line.ToString().Trim(' ', '\t');
    }
}
