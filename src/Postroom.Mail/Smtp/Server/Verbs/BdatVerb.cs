using System.Buffers.Text;
using System.Text;

namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>BDAT: a chunk of the message by its size (RFC 3030 §2). The last ends the transaction.</summary>
sealed class BdatVerb() : Verb("BDAT")
{
    /// <summary>What comes behind a size that cannot be read is unknown, so the session cannot go on.</summary>
    static readonly Reply NoSize = Replies.Of(421, 4, 5, 4, "Expected BDAT size or BDAT size LAST; closing, for what follows is unknown");

    public override string Keyword => "CHUNKING";

    public override async ValueTask<VerbOutcome> RunAsync(SessionContext context, ReadOnlyMemory<byte> argument, CancellationToken stoppingToken)
    {
        if (!TryRead(argument.Span, out var size, out var isLast)) return VerbOutcome.Close(NoSize, SessionEnd.OutOfStep);

        var message = context.Transaction!.Content;
        if (!await context.Input.ReadContentAsync(new ChunkContent(message, size), context.Options)) return VerbOutcome.Ended;
        if (!isLast && !message.IsTooLarge) return VerbOutcome.Take(Name, Replies.ChunkTaken);

        message.HasBareLineEnd = LineEnds.HasBare(message.Bytes.Span);
        // Too large: this ends the transaction, so that the chunks already on their way meet a 503 each (RFC 3030 §2).
        return VerbOutcome.Take(SessionTable.LastChunk, await context.TakeAsync());
    }

    public override async ValueTask<VerbOutcome> RefuseAsync(SessionContext context, ReadOnlyMemory<byte> argument, Reply refusal)
    {
        if (!TryRead(argument.Span, out var size, out _)) return VerbOutcome.Close(NoSize, SessionEnd.OutOfStep);
        return await context.Input.ReadContentAsync(new ChunkContent(null, size), context.Options) ? VerbOutcome.Stay(refusal) : VerbOutcome.Ended;
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
