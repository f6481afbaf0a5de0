namespace Postroom.Mail.Smtp.Client;

/// <summary>
/// The bytes of a message, header and body, with CRLF line ends and no dot doubled. A body in memory is a
/// <see cref="MemoryBody"/>; one from a file or a database implements this and is streamed.
/// </summary>
public interface IMessageBody
{
    /// <summary>How many bytes <see cref="ReadAsync"/> gives.</summary>
    long Length { get; }

    /// <summary>Gives the bytes from the beginning, each time it is called. A chunk is valid until the next is asked for.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken);
}
