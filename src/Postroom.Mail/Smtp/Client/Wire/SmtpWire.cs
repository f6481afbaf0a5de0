using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Postroom.Mail.Smtp.Client.Tls;

namespace Postroom.Mail.Smtp.Client.Wire;

/// <summary>
/// The bytes of one conversation: commands gathered and written at once, replies read with bounds and deadlines, a look
/// for input that nothing asked for. What the world does comes back as a value.
/// </summary>
sealed class SmtpWire : IAsyncDisposable
{
    const int InputSize = 4_096;

    readonly Socket _socket;
    readonly SmtpClientOptions _options;
    readonly ReplyParser _parser = new();
    readonly byte[] _input = new byte[InputSize];
    readonly byte[] _firstBytes = new byte[16];
    Stream _stream;
    ValueTask<int> _reading;
    bool _isReading;
    int _start;
    int _end;
    int _firstLength;
    volatile bool _broken;
    bool _disposed;
    SmtpFault? _suspicion;

    public SmtpWire(Socket socket, SmtpClientOptions options, Conversation conversation, TimeProvider time)
    {
        _socket = socket;
        _options = options;
        Conversation = conversation;
        Clock = new SessionClock(time, Break);
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public Conversation Conversation { get; }

    /// <summary>Where the other end is; null: the connection is gone.</summary>
    public EndPoint? RemoteEndPoint
    {
        get
        {
            try
            {
                return _socket.RemoteEndPoint;
            }
            catch (Exception e) when (IsOfTheWire(e))
            {
                return null;
            }
        }
    }

    public SessionClock Clock { get; }

    public OutputBuffer Output { get; } = new();

    public bool IsEncrypted => _stream is SslStream;

    /// <summary>Whether nothing has broken, run out or been closed.</summary>
    public bool IsUsable => !_broken && !_disposed;

    /// <summary>The first bytes the server said on this connection or since TLS began, at most 16.</summary>
    public ReadOnlySpan<byte> FirstBytes => _firstBytes.AsSpan(0, _firstLength);

    string Server => Conversation.Server;

    /// <summary>Ends the conversation from any thread: every read and write fails from here on.</summary>
    public void Break()
    {
        _broken = true;
        _socket.Dispose();
    }

    /// <summary>Puts TLS over the connection. Nothing may be buffered.</summary>
    /// <param name="stream">The encrypted stream.</param>
    /// <param name="suspicion">What it means when the server ends the conversation before it says a word; null: nothing special.</param>
    public void SwitchTo(SslStream stream, SmtpFault? suspicion)
    {
        _stream = stream;
        _suspicion = suspicion;
        _firstLength = 0;
    }

    public Stream Stream => _stream;

    /// <summary>Sends what has been gathered.</summary>
    public async ValueTask<SmtpFailure?> FlushAsync()
    {
        var bytes = Output.Written;
        if (bytes.IsEmpty) return null;
        try
        {
            await _stream.WriteAsync(bytes);
            return null;
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            // A server that refuses in the middle of the message closes behind its words: they tell more than the break.
            return Conversation.Stage == SmtpStage.Data && _isReading && _reading.IsCompletedSuccessfully
                ? await ExplainUnaskedAsync()
                : Lost(e);
        }
        finally
        {
            Output.Clear();
        }
    }

    /// <summary>Says one command and waits for its reply.</summary>
    public async ValueTask<Answer> ExchangeAsync(string command, TimeSpan allowed, string? shown = null)
    {
        if (HasUnaskedInput) return await ExplainUnaskedAsync();

        Output.Write(command);
        Output.Write("\r\n"u8);
        Conversation.SaidByUs(shown ?? command);
        Clock.StartCommand(allowed);
        return await FlushAsync() is { } failure ? failure : await ReadReplyAsync(allowed);
    }

    /// <summary>Waits for the next reply.</summary>
    public async ValueTask<Answer> ReadReplyAsync(TimeSpan allowed)
    {
        Clock.StartCommand(allowed);
        while (true)
        {
            if (_start < _end)
            {
                var parse = _parser.Feed(_input.AsSpan(_start, _end - _start), out var consumed);
                _start += consumed;
                if (parse is not null) return Judge(parse);
                Clock.AwaitMore(_options.ReplyGapTimeout);
            }

            if (await FillAsync() is { } failure) return failure;
        }
    }

    /// <summary>Begins to read ahead, so that whatever comes unasked is seen at once. Not before an upgrade to TLS.</summary>
    public void ReadAhead()
    {
        if (_isReading || _start < _end || !IsUsable) return;
        try
        {
#pragma warning disable CA2012 // Consumed once all the same: by the next FillAsync, or at the end by DisposeAsync.
            _reading = _stream.ReadAsync(_input.AsMemory());
#pragma warning restore CA2012
            _isReading = true;
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            _broken = true;
        }
    }

    /// <summary>Whether bytes, an end or a fault came that no command accounts for.</summary>
    public bool HasUnaskedInput =>
        _start < _end || _parser.IsMidReply || (_isReading && _reading.IsCompleted) || (!IsEncrypted && HasWaitingBytes());

    /// <summary>Says what came unasked, without waiting for more; a 4yz or 5yz is the server's own reason to end.</summary>
    public async ValueTask<SmtpFailure> ExplainUnaskedAsync()
    {
        if (_start == _end && await FillAsync() is { } lost) return lost;

        var parse = _parser.Feed(_input.AsSpan(_start, _end - _start), out _);
        var reply = parse is ReplyParse.Complete complete ? Conversation.SaidByServer(complete) : null;
        Break();
        return reply is { Code: >= 400 }
            ? Conversation.Fail(SmtpFault.Refused, $"{Server} ended the conversation unasked: {reply}", reply)
            : Conversation.Fail(
                SmtpFault.OutOfStep,
                $"{Server} sent something that no command accounts for, so nothing it says is believed: an attack or a broken proxy.",
                reply);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        Clock.Dispose();
        await _stream.DisposeAsync();
        _socket.Dispose();
        Output.Dispose();
        if (!_isReading) return;
        try
        {
            await _reading;
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            // The read that was waiting ends with the connection, as it must.
            _isReading = false;
        }
    }

    /// <summary>What a read, write or handshake throws when the other side or a deadline ends it.</summary>
    public static bool IsOfTheWire(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>The words for a connection that broke.</summary>
    public SmtpFailure Lost(Exception? e)
    {
        var expired = Clock.HasExpired;
        Break();
        Clock.Stop();
        if (expired)
        {
            return Conversation.Fail(
                SmtpFault.TimedOut,
                $"{Server} did not answer within {FailureText.Of(Clock.Allowed)} {Conversation.Awaited}.");
        }

        if (_suspicion is { } suspicion && _firstLength == 0)
            return Conversation.Fail(suspicion, ClientCertificateText.Of(suspicion, Server), tls: null);

        var how = e switch
        {
            null => "closed",
            _ when e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset } => "reset",
            _ => "broke",
        };
        return Conversation.Fail(SmtpFault.ConnectionLost, $"{Server} {how} the connection {Conversation.Awaited}.");
    }

    async ValueTask<SmtpFailure?> FillAsync()
    {
        try
        {
            _start = _end = 0;
            var reading = _isReading ? _reading : _stream.ReadAsync(_input.AsMemory());
            _isReading = false;
            var count = await reading;
            if (count == 0) return Lost(null);

            _end = count;
            RememberFirst();
            return null;
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            return Lost(e);
        }
    }

    void RememberFirst()
    {
        var more = Math.Min(_end, _firstBytes.Length - _firstLength);
        _input.AsSpan(0, more).CopyTo(_firstBytes.AsSpan(_firstLength));
        _firstLength += more;
    }

    Answer Judge(ReplyParse parse)
    {
        Clock.Stop();
        switch (parse)
        {
            case ReplyParse.Complete complete:
                return Conversation.SaidByServer(complete);
            case ReplyParse.Malformed malformed:
                Break();
                var shown = Conversation.SaidByServer(malformed.Shown);
                return Conversation.Fail(
                    SmtpFault.MalformedReply,
                    $"{Server} answered with what is no SMTP reply. {malformed.Reason} It reads: {shown}");
            case ReplyParse.TooLong tooLong:
                Break();
                // A refusal without end is a refusal, and a message that was taken in many words was taken.
                if (tooLong.Beginning is { } said && (said.Code >= 400 || Conversation.Stage == SmtpStage.EndOfData))
                    return Conversation.SaidByServer(new ReplyParse.Complete(said, HasLoneLineFeed: false));
                return Conversation.Fail(
                    SmtpFault.ReplyTooLong,
                    $"{Server} answered with a reply that is too long. {tooLong.Reason}");
            default:
                throw new UnreachableException();
        }
    }

    bool HasWaitingBytes()
    {
        try
        {
            return _socket.Available > 0;
        }
        catch (Exception e) when (IsOfTheWire(e))
        {
            return true;
        }
    }
}
