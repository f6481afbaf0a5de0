using System.Buffers.Binary;
using System.Text;

namespace Postroom.Mail.Dns;

/// <summary>
/// Reads a message that a stranger wrote. Beyond the end, and for anything that cannot be, it is <see cref="Failed"/> from then
/// on and gives zeros, so that one question at the end tells whether all was well.
/// </summary>
ref struct DnsCursor(ReadOnlySpan<byte> message)
{
    readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>Whether anything read so far was not there.</summary>
    public bool Failed { get; private set; }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public int UInt16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : 0;

    public uint UInt32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (Failed || count < 0 || count > _message.Length - Position)
        {
            Fail();
            return default;
        }

        var taken = _message.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>
    /// Reads a name. A pointer must lead to before the part that holds it, as RFC 1035 §4.1.4 has it ("prior"): so every chain
    /// of pointers ends, and a name is at most 255 bytes however they are laid.
    /// </summary>
    public string Name()
    {
        var text = new StringBuilder();
        var (start, wireBytes, resumeAt) = (Position, 1, -1);
        while (!Failed)
        {
            var length = Byte();
            if (length == 0) break;
            switch (length & 0xC0)
            {
                case 0x00 when (wireBytes += length + 1) <= WireName.MaximumBytes:
                    WireName.AppendLabel(text, Take(length));
                    break;
                case 0xC0:
                    var target = ((length & 0x3F) << 8) | Byte();
                    if (resumeAt < 0) resumeAt = Position;
                    if (target >= start) Fail();
                    else Position = start = target;
                    break;
                default:
                    Fail();
                    break;
            }
        }

        if (resumeAt >= 0) Position = resumeAt;
        return Failed ? "" : text.ToString();
    }

    /// <summary>Makes the cursor fail when it is not where it has to be.</summary>
    public void MustBeAt(int position)
    {
        if (Position != position) Fail();
    }

    void Fail() => Failed = true;
}
