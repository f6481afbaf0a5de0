using System.Text;

namespace Postroom.Mail.Smtp.Server;

/// <summary>Gathers one message up to a bound; what passes the bound is counted and dropped.</summary>
sealed class MessageBuffer(int maximumBytes)
{
    byte[] _bytes = new byte[Math.Min(4_096, maximumBytes)];
    int _length;

    /// <summary>Whether more came than fits.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>How many bytes were gathered.</summary>
    public int Length => _length;

    /// <summary>Whether a CR or LF stood by itself.</summary>
    public bool HasBareLineEnd { get; set; }

    /// <summary>Whether a byte is above 127.</summary>
    public bool Has8Bit => !Ascii.IsValid(_bytes.AsSpan(0, _length));

    /// <summary>What was gathered.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (IsTooLarge) return;
        if (piece.Length > maximumBytes - _length)
        {
            IsTooLarge = true;
            _bytes = [];
            _length = 0;
            return;
        }

        if (piece.Length > _bytes.Length - _length) Grow(_length + piece.Length);
        piece.CopyTo(_bytes.AsSpan(_length));
        _length += piece.Length;
    }

    void Grow(int needed) => Array.Resize(ref _bytes, (int)Math.Min(maximumBytes, Math.Max(needed, 2L * _bytes.Length)));
}
