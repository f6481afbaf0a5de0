namespace Postroom.Mail.Smtp.Server;

/// <summary>Reads the octets of one BDAT chunk (RFC 3030 §2).</summary>
/// <param name="message">Where they go; null: nowhere, the chunk is thrown away.</param>
/// <param name="size">How many octets there are.</param>
sealed class ChunkContent(MessageBuffer? message, long size) : IContentReader
{
    long _left = size;

    public bool IsComplete => _left == 0;

    public int Read(ReadOnlySpan<byte> piece)
    {
        var taken = (int)Math.Min(piece.Length, _left);
        _left -= taken;
        message?.Append(piece[..taken]);
        return taken;
    }
}
