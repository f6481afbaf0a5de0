namespace Postroom.Mail.Mime;

/// <summary>A part of a message that is being written. It may hold pooled memory: dispose it.</summary>
abstract class OutgoingPart : IDisposable
{
    /// <summary>Whether it puts bytes above 127 on the wire.</summary>
    public abstract bool Is8Bit { get; }

    /// <summary>About how many octets it will be.</summary>
    public abstract int EstimatedLength { get; }

    /// <summary>The media type without parameters.</summary>
    public abstract string MediaTypeName { get; }

    /// <summary>Whether bytes that travel as they are hold the text.</summary>
    public abstract bool Holds(ReadOnlySpan<byte> text);

    /// <summary>Writes the part's own headers, the empty line and its body.</summary>
    public abstract void Write(ByteWriter output, HeaderEncoder headers, Boundary boundary);

    public abstract void Dispose();
}
