using System.Buffers;
using Postroom.Mail.Smtp.Client;
using Postroom.Outbox;
using Postroom.Signing;

namespace Postroom.Dispatching;

/// <summary>Makes what travels out of a message in hand: its bytes as they are kept, with the signatures of this moment in front.</summary>
public sealed class WireForm(IOutbox outbox, MailSigner signer)
{
    /// <summary>Reads and signs a message.</summary>
    public async Task<WireReading> ReadAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if ((message.Bytes ?? await outbox.ReadBytesAsync(message.Id, cancellationToken)) is not { } bytes) return new WireReading.Wiped();
        return signer.Sign(bytes) switch
        {
            SigningOutcome.WithSignatures signed => new WireReading.Ready(new MemoryBody(Joined(signed.Signatures, bytes))),
            SigningOutcome.NotSigned => new WireReading.Ready(new MemoryBody(bytes)),
            SigningOutcome.Blocked blocked => new WireReading.CannotSign(blocked.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // Written out as two pieces: the message is not copied.
    static ReadOnlySequence<byte> Joined(ReadOnlyMemory<byte> signatures, ReadOnlyMemory<byte> message)
    {
        var first = new Piece(signatures);
        var last = first.Before(message);
        return new ReadOnlySequence<byte>(first, 0, last, message.Length);
    }

    sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes) => Memory = bytes;

        public Piece Before(ReadOnlyMemory<byte> bytes)
        {
            var next = new Piece(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}

/// <summary>What became of making a message ready to travel.</summary>
public abstract record WireReading
{
    private protected WireReading() { }

    /// <summary>It is ready.</summary>
    public sealed record Ready(MemoryBody Body) : WireReading;

    /// <summary>Its body is no longer kept.</summary>
    public sealed record Wiped : WireReading;

    /// <summary>It has to be signed and cannot be.</summary>
    /// <param name="Reason">Why and what to do, in plain English.</param>
    public sealed record CannotSign(string Reason) : WireReading;
}
