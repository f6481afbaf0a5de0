namespace Postroom.Mail.Smtp;

/// <summary>What became of the bytes that should be one reply.</summary>
public abstract record ReplyParse
{
    private protected ReplyParse() { }

    /// <summary>The bytes are a reply.</summary>
    /// <param name="Reply">The reply.</param>
    /// <param name="HasLoneLineFeed">Whether a line ended in LF without CR (RFC 5321 §2.3.8 wants both).</param>
    public sealed record Complete(Reply Reply, bool HasLoneLineFeed) : ReplyParse;

    /// <summary>The bytes are no reply.</summary>
    /// <param name="Reason">Why, in plain English.</param>
    /// <param name="Shown">The line at fault, escaped, at most 200 characters.</param>
    public sealed record Malformed(string Reason, string Shown) : ReplyParse;

    /// <summary>The reply passes a bound, and its end was not read.</summary>
    /// <param name="Reason">Which bound, in plain English.</param>
    /// <param name="Beginning">What of it was readable; null: not even the code.</param>
    public sealed record TooLong(string Reason, Reply? Beginning) : ReplyParse;
}
