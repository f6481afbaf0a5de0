using System.Buffers;
using System.Globalization;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Sending;

/// <summary>
/// Brings the message onto the wire in as few writes as possible, with DATA or BDAT. Right before the last write it looks
/// whether anything speaks against it; when that write succeeds, the end of the message is sent.
/// </summary>
sealed class BodyTransfer(SmtpWire wire, SmtpClientOptions options, Envelope envelope, IMessageBody message, bool isChunked)
{
    // What a group of commands leaves of one write.
    const int MaxInGroup = OutputBuffer.Size - 16_384;

    readonly DotStuffer _stuffer = new(doublesDots: !isChunked);
    long _taken;
    bool _canBeDropped;
    bool _looksForInput;

    /// <summary>Whether the message can go along with MAIL and RCPT: BDAT tells its length, so nothing of it is taken for a command.</summary>
    public bool FitsIntoGroup => isChunked && message is MemoryBody && message.Length <= MaxInGroup;

    public bool IsChunked => isChunked;

    /// <summary>Adds what goes along with the end of the message; null: nothing does.</summary>
    public Action? Follower { get; set; }

    Conversation Conversation => wire.Conversation;

    /// <summary>Sends the message to its end.</summary>
    /// <param name="inGroup">Whether nothing of this transaction has been written yet, so that it can be dropped without a trace.</param>
    /// <param name="looksForInput">Whether no reply is due, so that whatever came is out of step.</param>
    /// <param name="cancelling">The caller's wish to end, which counts no more from the last write on.</param>
    /// <param name="cancellationToken">For reading the message.</param>
    /// <returns>Null: the end was sent. Else it certainly was not.</returns>
    public async ValueTask<SmtpFailure?> SendAsync(
        bool inGroup, bool looksForInput, CancellationTokenRegistration cancelling, CancellationToken cancellationToken)
    {
        _canBeDropped = inGroup || isChunked; // BDAT and its bytes are one: as long as none is out, the server waits for nothing
        _looksForInput = looksForInput;
        wire.ReadAhead();
        if (isChunked) BeginChunk();
        if (await AppendAllAsync(cancellationToken) is { } failure) return failure;
        if (_taken != message.Length)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The message was said to have {message.Length} bytes and has {_taken}."));
        }

        if (AppendEnd() is { } bare) return bare;
        if (looksForInput && wire.HasUnaskedInput) return await wire.ExplainUnaskedAsync();
        if (FindObstacle() is { } obstacle) return obstacle;

        Conversation.SaidByUs(string.Create(CultureInfo.InvariantCulture, $"({_taken} bytes of message)"));
        if (!isChunked) Conversation.SaidByUs(".");
        Follower?.Invoke();

        // From here on nothing is cancelled: when the bytes are out, only the server's answer counts.
        cancelling.Unregister();
        return await FlushAsync();
    }

    void BeginChunk()
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"BDAT {message.Length} LAST");
        Conversation.SaidByUs(command);
        wire.Output.Write(command);
        wire.Output.Write("\r\n"u8);
    }

    async ValueTask<SmtpFailure?> AppendAllAsync(CancellationToken cancellationToken)
    {
        if (message is MemoryBody memory)
        {
            foreach (var chunk in memory.Content)
            {
                if (await AppendAsync(chunk) is { } failure) return failure;
            }

            return null;
        }

        await foreach (var chunk in message.ReadAsync(cancellationToken))
        {
            if (await AppendAsync(chunk) is { } failure) return failure;
        }

        return null;
    }

    async ValueTask<SmtpFailure?> AppendAsync(ReadOnlyMemory<byte> chunk)
    {
        _taken += chunk.Length;
        while (true)
        {
            var status = _stuffer.Write(chunk.Span, wire.Output.Free, out var read, out var written);
            wire.Output.Advance(written);
            chunk = chunk[read..];
            if (status == OperationStatus.Done) return null;
            if (status == OperationStatus.InvalidData) return BareLineEnd();
            if (_looksForInput && wire.HasUnaskedInput) return await wire.ExplainUnaskedAsync();

            _canBeDropped = false;
            if (await FlushAsync() is { } failure) return failure;
        }
    }

    SmtpFailure? AppendEnd()
    {
        Span<byte> end = stackalloc byte[DotStuffer.MaxEndLength];
        if (!_stuffer.Finish(end, out var length)) return BareLineEnd();
        if (!isChunked) wire.Output.Write(end[..length]);
        return null;
    }

    SmtpFailure? FindObstacle()
    {
        if (envelope.MayStillSend is null || envelope.MayStillSend()) return null;

        Abandon();
        return Conversation.Fail(
            SmtpFault.Withdrawn, "The right to send this message ran out before its end was sent, so the end was not sent.");
    }

    // Once the server waits for the end of the message, only the end of the connection takes it back.
    void Abandon()
    {
        if (_canBeDropped) wire.Output.Clear();
        else wire.Break();
    }

    async ValueTask<SmtpFailure?> FlushAsync()
    {
        wire.Clock.StartCommand(options.DataBlockTimeout);
        return await wire.FlushAsync();
    }

    // The next hop could take a bare CR or LF for a line end and read commands out of the message (RFC 5321 §2.3.8).
    SmtpFailure BareLineEnd()
    {
        Abandon();
        return Conversation.Fail(
            SmtpFault.NotTransferable, "The message has a CR without LF or an LF without CR, which SMTP cannot carry.");
    }
}
