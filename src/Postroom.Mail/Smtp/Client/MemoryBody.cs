using System.Buffers;

namespace Postroom.Mail.Smtp.Client;

/// <summary>A message in memory: it goes out in one write together with the commands around it.</summary>
/// <param name="content">The bytes, unchanged while they are sent.</param>
public sealed class MemoryBody(ReadOnlySequence<byte> content) : IMessageBody
{
    /// <summary>A message in one piece.</summary>
    /// <param name="content">The bytes, unchanged while they are sent.</param>
    public MemoryBody(ReadOnlyMemory<byte> content) : this(new ReadOnlySequence<byte>(content)) { }

    /// <summary>The bytes.</summary>
    public ReadOnlySequence<byte> Content { get; } = content;

    /// <inheritdoc/>
    public long Length => Content.Length;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in Content)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return chunk;
        }

        await ValueTask.CompletedTask;
    }
}
