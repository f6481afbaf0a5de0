using System.Buffers.Text;
using System.Text;

namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>BDAT: a chunk of the message by its size (RFC 3030 §2). The last ends the transaction.</summary>
sealed class BdatVerb() : Verb("BDAT")
{
    /// <summary>What comes behind a size that cannot be read is unknown, so the session cannot go on.</summary>
    static readonly Reply NoSize = Replies.Of(421, 4, 5, 4, "Expected BDAT size or BDAT size LAST; closing, for what follows is unknown");

    public override string Announce(SessionContext context) => "CHUNKING";

    public override async ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (!TryRead(argument.Span, out var size, out var isLast)) return VerbOutcome.Close(NoSize, SessionEnd.OutOfStep);

        var message = context.Transaction!.Content;
        // Refused by its announced size, before a byte of it is read. This ends the transaction, so that the chunks already on
        // their way meet a 503 each (RFC 3030 §2).
        if (size > context.Options.MaximumMessageBytes - message.Length)
        {
            context.Transaction = null;
            return await SkipAsync(context, size, Replies.TooLarge, SessionTable.LastChunk);
        }

        if (!await context.Input.ReadContentAsync(new ChunkContent(message, size), context.Options)) return VerbOutcome.Ended;
        if (!isLast) return VerbOutcome.Take(Name, Replies.ChunkTaken);

        message.HasBareLineEnd = LineEnds.HasBare(message.Bytes.Span);
        return VerbOutcome.Take(SessionTable.LastChunk, await context.TakeAsync());
    }

    public override async ValueTask<VerbOutcome> RefuseAsync(SessionContext context, ReadOnlyMemory<byte> argument, Reply refusal) =>
        TryRead(argument.Span, out var size, out _)
            ? await SkipAsync(context, size, refusal, row: null)
            : VerbOutcome.Close(NoSize, SessionEnd.OutOfStep);

    /// <summary>
    /// Says no at once, then throws away the octets that follow, as they are no commands. A client that pipelines has sent
    /// them already; one that announces more than any message may have is not listened to any longer.
    /// </summary>
    static async ValueTask<VerbOutcome> SkipAsync(SessionContext context, long size, Reply refusal, string? row)
    {
        if (size > context.Options.MaximumMessageBytes) return VerbOutcome.Close(Replies.ChunkFarTooLarge, SessionEnd.OutOfStep);
        context.Output.Write(refusal);
        return await context.Input.ReadContentAsync(new ChunkContent(null, size), context.Options)
            ? new VerbOutcome(refusal, row, null) { IsSaid = true }
            : VerbOutcome.Ended;
    }

    static bool TryRead(ReadOnlySpan<byte> argument, out long size, out bool isLast)
    {
        isLast = false;
        if (!Utf8Parser.TryParse(argument, out size, out var read) || size < 0 || !char.IsAsciiDigit((char)argument[0])) return false;
        var rest = argument[read..].TrimStart((byte)' ');
        isLast = rest.Length > 0;
        return rest.IsEmpty || (read < argument.Length && argument[read] == ' ' && Ascii.EqualsIgnoreCase(rest, "LAST"));
    }
}
