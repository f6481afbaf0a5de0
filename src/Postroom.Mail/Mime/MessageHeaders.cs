using System.Collections;

namespace Postroom.Mail.Mime;

/// <summary>The headers of a message or a part, in order, read leniently from untrusted bytes.</summary>
public sealed class MessageHeaders : IReadOnlyList<HeaderField>
{
    /// <summary>The most headers read; the rest is passed over.</summary>
    public const int MaximumCount = 1_000;

    /// <summary>The longest block of headers read, in octets: what follows counts as the body.</summary>
    public const int MaximumOctets = 256 * 1_024;

    readonly List<HeaderField> _fields;

    internal MessageHeaders(List<HeaderField> fields, int bodyOffset, IReadOnlyList<string> problems)
    {
        _fields = fields;
        BodyOffset = bodyOffset;
        Problems = problems;
    }

    /// <summary>Where the body begins, in octets: after the empty line.</summary>
    public int BodyOffset { get; }

    /// <summary>What was wrong with the block, in plain English.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public HeaderField this[int index] => _fields[index];

    /// <summary>The decoded value of the first header of the name, in any case; null when there is none.</summary>
    public string? this[string name] => First(name)?.Value;

    /// <summary>Reads the headers at the beginning of a message. Never throws.</summary>
    public static MessageHeaders Read(ReadOnlyMemory<byte> message)
    {
        var problems = new ProblemList();
        return HeaderBlockReader.Read(message.Span, problems);
    }

    /// <summary>The first header of the name, in any case; null when there is none.</summary>
    public HeaderField? First(string name)
    {
        foreach (var field in _fields)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)) return field;
        }

        return null;
    }

    /// <summary>All headers of the name, in any case, in order.</summary>
    public IEnumerable<HeaderField> All(string name) =>
        _fields.Where(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public IEnumerator<HeaderField> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
