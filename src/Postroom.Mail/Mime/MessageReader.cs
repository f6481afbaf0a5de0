namespace Postroom.Mail.Mime;

/// <summary>
/// Reads mail of any origin: lenient, bounded, and what is broken is said in <see cref="ReadMessage.Problems"/>. Never throws.
/// </summary>
public static class MessageReader
{
    /// <summary>How deep multiparts may stand in each other; deeper ones are shown as they are.</summary>
    public const int MaximumDepth = 20;

    /// <summary>The most parts read; the rest is passed over.</summary>
    public const int MaximumParts = 500;

    /// <summary>Reads a whole message.</summary>
    /// <param name="message">The bytes; they are kept, so they must not change afterwards.</param>
    public static ReadMessage Read(ReadOnlyMemory<byte> message)
    {
        var problems = new ProblemList();
        var root = new PartReader(problems).Read(message, depth: 0);
        return new ReadMessage(root, message.Length, problems.All);
    }
}
