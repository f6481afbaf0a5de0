namespace Postroom.Mail.Smtp.Server;

/// <summary>The replies of a session that do not depend on the receiver.</summary>
static class Replies
{
    public static Reply StartInput { get; } = new(354, null, ["Go ahead; end with a dot on a line by itself"]);

    public static Reply Reset { get; } = Of(250, 2, 0, 0, "Reset");

    public static Reply Noop { get; } = Of(250, 2, 0, 0, "OK");

    public static Reply Bye { get; } = Of(221, 2, 0, 0, "Bye");

    public static Reply CannotVerify { get; } = Of(252, 2, 5, 2, "Addresses are not verified here; send a message and see");

    public static Reply LineTooLong { get; } = Of(500, 5, 5, 6, "Line too long");

    public static Reply BareLineEnd { get; } = Of(500, 5, 5, 2, "Lines end in CRLF; a CR or LF by itself is refused (RFC 5321 2.3.8)");

    public static Reply UnknownVerb { get; } = Of(500, 5, 5, 1, "Unknown command");

    public static Reply NotOffered { get; } = Of(502, 5, 5, 1, "This command is not offered here");

    public static Reply OtherProtocol { get; } = Of(421, 4, 7, 0, "This is a mail server");

    public static Reply ContentTooEarly { get; } = Of(421, 4, 7, 0, "Content was sent without waiting for a 354; closing");

    public static Reply SentTooEarly { get; } = Of(
        421, 4, 7, 0, "More was sent without waiting for the answer; closing");

    public static Reply TooManyErrors { get; } = Of(421, 4, 7, 0, "Too many errors; closing");

    public static Reply TimedOut { get; } = Of(421, 4, 4, 2, "Nothing complete came for too long; closing");

    public static Reply Stopping { get; } = Of(421, 4, 3, 2, "The server is being stopped; try again in a moment");

    public static Reply InternalFault { get; } = Of(421, 4, 3, 0, "Internal fault; nothing was taken");

    public static Reply TooSlow { get; } = Of(451, 4, 3, 0, "The message could not be stored in time; try again");

    public static Reply TooLarge { get; } = Of(552, 5, 3, 4, "The message is larger than SIZE allows");

    public static Reply ChunkFarTooLarge { get; } = Of(552, 5, 3, 4, "The chunk is larger than SIZE allows; closing, for it will not be read");

    public static Reply TooManyRecipients { get; } = Of(452, 4, 5, 3, "Too many recipients; send the rest in another transaction");

    public static Reply BareLineEndInContent { get; } =
        Of(550, 5, 6, 0, "The message has a CR or LF by itself; lines end in CRLF (RFC 5321 2.3.8)");

    public static Reply ChunkTaken { get; } = Of(250, 2, 0, 0, "Chunk taken");

    public static Reply Syntax(string text) => Of(501, 5, 5, 4, text);

    public static Reply Of(int code, int @class, int subject, int detail, string text) =>
        new(code, new EnhancedStatus(@class, subject, detail), [text]);
}
