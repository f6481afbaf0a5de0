using System.Diagnostics.CodeAnalysis;

namespace Postroom.Outbox;

/// <summary>Names one message for ever: a UUIDv7 (RFC 9562 §5.7), so that ids sort by the time of acceptance.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct MessageId(Guid Value)
{
    /// <summary>A new id for the present moment.</summary>
    public static MessageId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Reads the text form; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MessageId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new MessageId(value);
        return parsed;
    }

    /// <summary>The lower-case form with hyphens.</summary>
    public override string ToString() => Value.ToString("D");
}
