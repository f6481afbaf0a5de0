using System.Security.Cryptography;

namespace Postroom.Accepting.Http;

/// <summary>Hashes and counts a body while it is read, so that it need not be held whole.</summary>
sealed class HashingStream(Stream inner, IncrementalHash hash, JsonBounds bounds) : Stream
{
    const int FirstBytes = 4;

    /// <summary>The first bytes of the body, by which a body that is no JSON is known.</summary>
    public byte[] Start { get; private set; } = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span[..read]);
        if (Start.Length < FirstBytes) Start = [.. Start, .. buffer.Span[..Math.Min(read, FirstBytes - Start.Length)]];
        return bounds.Pass(buffer.Span[..read]) ? read : 0; // Too much: the rest is not read, and the bounds say why.
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
