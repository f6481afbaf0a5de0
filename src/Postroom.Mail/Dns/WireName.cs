using System.Globalization;
using System.Text;

namespace Postroom.Mail.Dns;

/// <summary>A name between its text and the wire (RFC 1035 §3.1, §5.1).</summary>
static class WireName
{
    /// <summary>The most bytes of a name, its lengths and the root included (RFC 1035 §2.3.4).</summary>
    public const int MaximumBytes = 255;

    const int MaximumLabelBytes = 63;

    /// <summary>Writes a name in lower case. False when the text cannot be a name.</summary>
    /// <param name="name">The text, a char for a byte. A backslash takes the next character, or three digits, literally.</param>
    /// <param name="target">At least <see cref="MaximumBytes"/> bytes.</param>
    /// <param name="length">How many were written.</param>
    public static bool TryWrite(string name, Span<byte> target, out int length)
    {
        length = 0;
        var lengthAt = 0;
        var at = 1;
        for (var i = 0; i < name.Length; i++)
        {
            if (at >= MaximumBytes) return false;
            if (name[i] == '.')
            {
                if (!Close(target, lengthAt, at)) return false;
                lengthAt = at++;
            }
            else if (!TryByte(name, ref i, out target[at++]))
            {
                return false;
            }
        }

        var endsWithDot = at - lengthAt == 1;
        if (!endsWithDot && !Close(target, lengthAt, at)) return false;
        if (!endsWithDot) lengthAt = at;
        if (lengthAt >= MaximumBytes) return false;
        target[lengthAt] = 0;
        length = lengthAt + 1;
        return true;
    }

    static bool Close(Span<byte> target, int lengthAt, int at)
    {
        var label = at - lengthAt - 1;
        if (label is 0 or > MaximumLabelBytes) return false;
        target[lengthAt] = (byte)label;
        return true;
    }

    static bool TryByte(string name, ref int i, out byte value)
    {
        var character = name[i];
        if (character == '\\')
        {
            if (i + 3 < name.Length && byte.TryParse(name.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out value))
            {
                i += 3;
                return true;
            }

            if (++i == name.Length) character = '\uFFFF';
            else character = name[i];
        }

        value = (byte)char.ToLowerInvariant(character);
        return character <= 0x7F;
    }

    /// <summary>Adds one label to a name's text, lower case and escaped.</summary>
    public static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (text.Length > 0) text.Append('.');
        foreach (var value in label)
        {
            if (value is (byte)'.' or (byte)'\\') text.Append('\\').Append((char)value);
            else if (value is > 0x20 and < 0x7F) text.Append(char.ToLowerInvariant((char)value));
            else text.Append(CultureInfo.InvariantCulture, $"\\{value:D3}");
        }
    }
}
