using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Postroom.Mail.Smtp.Server;

/// <summary>Writes replies. They gather until <see cref="FlushAsync"/>, so that pipelined commands are answered in one packet (RFC 2920 §3.2).</summary>
sealed class SmtpOutput(PipeWriter writer)
{
    /// <summary>A reply line has at most 512 octets with code and CRLF (RFC 5321 §4.5.3.1.5).</summary>
    const int MaximumText = 490;

    /// <summary>Whether gathered replies should go out although more input is at hand: bounds what a client that never reads can pile up.</summary>
    public bool IsFull => writer.UnflushedBytes > 16 * 1024;

    public void Write(Reply reply)
    {
        for (var i = 0; i < reply.Lines.Count; i++)
        {
            var last = i == reply.Lines.Count - 1;
            var status = reply.Enhanced is { } enhanced ? $"{enhanced} " : "";
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reply.Code}{(last ? ' ' : '-')}{status}{reply.Lines[i]}"));
        }
    }

    /// <summary>Sends what was gathered. False: the client is gone, or reads nothing and its time is over.</summary>
    public async ValueTask<bool> FlushAsync()
    {
        if (writer.UnflushedBytes == 0) return true;
        // No token: the alarm of SmtpInput ends a flush that hangs, through CancelFlush.
        var result = await writer.FlushAsync(CancellationToken.None);
        return result is { IsCanceled: false, IsCompleted: false };
    }

    public void CancelFlush() => writer.CancelPendingFlush();

    void WriteLine(string line)
    {
        var length = Math.Min(line.Length, MaximumText);
        var span = writer.GetSpan(Encoding.UTF8.GetMaxByteCount(length) + 2);
        var written = Encoding.UTF8.GetBytes(line.AsSpan(0, length), span);
        for (var i = 0; i < written; i++)
        {
            // A reply is one line whatever the receiver put into it.
            if (span[i] < 0x20) span[i] = (byte)' ';
        }

        span[written++] = (byte)'\r';
        span[written++] = (byte)'\n';
        writer.Advance(written);
    }
}
