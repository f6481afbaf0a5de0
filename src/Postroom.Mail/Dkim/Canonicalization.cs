using System.Buffers;
using Postroom.Mail.Mime;

namespace Postroom.Mail.Dkim;

/// <summary>The form of a header field that survives the way: <c>relaxed</c> (RFC 6376 §3.4.2). <see cref="RelaxedBody"/> has the body's.</summary>
public static class Canonicalization
{
    /// <summary>The canonical form of a field, with its line end.</summary>
    /// <param name="field">The field as it stands in the message, folds included; its last line end may be missing.</param>
    public static byte[] Header(ReadOnlySpan<byte> field)
    {
        using var output = new ByteWriter(field.Length + 2);
        AppendHeader(output, field, endsLine: true);
        return output.ToArray();
    }

    /// <summary>Appends the canonical form of a field.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="field">The field as it stands in the message.</param>
    /// <param name="endsLine">False for the signature's own field, which is hashed without its line end (RFC 6376 §3.7).</param>
    internal static void AppendHeader(ByteWriter output, ReadOnlySpan<byte> field, bool endsLine)
    {
        var colon = field.IndexOf((byte)':');
        if (colon < 0) throw new ArgumentException("A header field has a colon.", nameof(field));
        var name = field[..colon].TrimEnd(" \t\r\n"u8);
        var written = output.Reserve(name.Length);
        for (var i = 0; i < name.Length; i++) written[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        output.Advance(name.Length);
        output.Append((byte)':');
        AppendValue(output, field[(colon + 1)..]);
        if (endsLine) output.Append("\r\n"u8);
    }

    // Folds go, each run of spaces and tabs becomes one space, and none stands at either end. Only CRLF is a fold: a lone
    // CR or LF counts as what it is, since that is how the other side reads it.
    static void AppendValue(ByteWriter output, ReadOnlySpan<byte> value)
    {
        var isFirst = true;
        var hasSpace = false;
        while (!value.IsEmpty)
        {
            var run = value.IndexOfAny(Special);
            if (run < 0) run = value.Length;
            if (run > 0)
            {
                if (hasSpace && !isFirst) output.Append((byte)' ');
                output.Append(value[..run]);
                (isFirst, hasSpace) = (false, false);
                value = value[run..];
                continue;
            }

            if (value[0] is (byte)' ' or (byte)'\t')
            {
                hasSpace = true;
                value = value[1..];
            }
            else if (value.StartsWith("\r\n"u8))
            {
                value = value[2..];
            }
            else
            {
                if (hasSpace && !isFirst) output.Append((byte)' ');
                output.Append(value[0]);
                (isFirst, hasSpace) = (false, false);
                value = value[1..];
            }
        }
    }

    static readonly SearchValues<byte> Special = SearchValues.Create(" \t\r"u8);
}
