using System.Buffers;
using Postroom.Mail.Smtp.Client;
using Postroom.Outbox;
using Postroom.Signing;

namespace Postroom.Dispatching;

/// <summary>Makes what travels out of a message in hand: its bytes as they are kept, with the signatures of this moment in front.</summary>
public sealed class MessageSigning(IOutbox outbox, MailSigner signer)
{
    /// <summary>Reads and signs a message.</summary>
    public async Task<SignedReading> ReadAsync(LeasedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Bytes is { } ready) return Signed(ready, message.Secrets);
        return await outbox.ReadBodyAsync(message.Id, cancellationToken) switch
        {
            BodyReading.Kept kept => Signed(kept.Bytes, kept.Secrets),
            BodyReading.Unreadable lost => new SignedReading.NotReady(lost.Reason),
            _ => new SignedReading.Wiped(),
        };
    }

    SignedReading Signed(ReadOnlyMemory<byte> bytes, IReadOnlyList<string> secrets) => signer.Sign(bytes) switch
    {
        SigningOutcome.WithSignatures signed =>
            new SignedReading.Ready(new MemoryBody(Joined(signed.Signatures, bytes)), secrets),
        SigningOutcome.NotSigned => new SignedReading.Ready(new MemoryBody(bytes), secrets),
        SigningOutcome.Blocked blocked =>
            new SignedReading.NotReady(blocked.Reason) { Cause = new FailureCause("signing-key-unreadable") },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

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
public abstract record SignedReading
{
    private protected SignedReading() { }

    /// <summary>It is ready.</summary>
    /// <param name="Body">What travels.</param>
    /// <param name="Secrets">The secrets in it, which a server may repeat in its reply.</param>
    public sealed record Ready(MemoryBody Body, IReadOnlyList<string> Secrets) : SignedReading
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(Ready);
    }

    /// <summary>Its body is no longer kept.</summary>
    public sealed record Wiped : SignedReading;

    /// <summary>It has to be signed or decrypted and cannot be: it waits.</summary>
    /// <param name="Reason">Why and what to do, in plain English.</param>
    public sealed record NotReady(string Reason) : SignedReading
    {
        /// <summary>Why, as it is explained; null: the words say it.</summary>
        public FailureCause? Cause { get; init; }
    }
}
