namespace Postroom.Mail.Smtp.Server.Verbs;

/// <summary>What a verb came to.</summary>
/// <param name="Reply">What the client is told; null: nothing, the input has ended.</param>
/// <param name="Row">The row of the table that is taken; null: the state stays.</param>
/// <param name="EndsWith">The session is over; null: it goes on.</param>
readonly record struct VerbOutcome(Reply? Reply, string? Row, SessionEnd? EndsWith)
{
    /// <summary>Whether the client was told already, ahead of what it went on to send.</summary>
    public bool IsSaid { get; init; }

    /// <summary>Whether a TLS handshake follows the reply.</summary>
    public bool StartsTls { get; init; }

    /// <summary>The input ended before the verb was done.</summary>
    public static VerbOutcome Ended => default;

    /// <summary>Nothing changes.</summary>
    public static VerbOutcome Stay(Reply reply) => new(reply, null, null);

    /// <summary>The table's row is taken.</summary>
    public static VerbOutcome Take(string row, Reply reply) => new(reply, row, null);

    /// <summary>The session is over.</summary>
    public static VerbOutcome Close(Reply reply, SessionEnd end) => new(reply, null, end);
}
