using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>Commands and message bytes on their way into one write. Rented only while there is something to say.</summary>
sealed class OutputBuffer : IDisposable
{
    /// <summary>What is gathered before it is written: a common message with its commands fits.</summary>
    public const int Size = 65_536;

    byte[]? _bytes;
    int _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>The room that is left.</summary>
    public Span<byte> Free => (_bytes ??= ArrayPool<byte>.Shared.Rent(Size)).AsSpan(_count);

    /// <summary>What was gathered holds a secret: it is wiped before others get the memory.</summary>
    public bool IsSecret { get; set; }

    public void Advance(int count) => _count += count;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Free);
        _count += bytes.Length;
    }

    public void Write(string text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _count += Encoding.UTF8.GetBytes(text, Free);
    }

    public void Write(long number)
    {
        Reserve(20);
        number.TryFormat(Free, out var written, provider: CultureInfo.InvariantCulture);
        _count += written;
    }

    /// <summary>Forgets what was gathered and gives the memory back.</summary>
    public void Clear()
    {
        if (_bytes is null) return;
        if (IsSecret) _bytes.AsSpan(0, _count).Clear();
        _count = 0;
        IsSecret = false;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
    }

    public void Dispose() => Clear();

    void Reserve(int count)
    {
        if (Free.Length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(_count + count);
        _bytes.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes!);
        _bytes = larger;
    }
}
