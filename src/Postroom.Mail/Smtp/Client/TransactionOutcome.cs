using Postroom.Mail.Addresses;

namespace Postroom.Mail.Smtp.Client;

/// <summary>What became of one message on one connection.</summary>
/// <param name="Recipients">One outcome for each recipient of the envelope, in its order.</param>
/// <param name="Reached">The last stage that was begun.</param>
/// <param name="ConnectionUsable">Whether the connection can take another message.</param>
public sealed record TransactionOutcome(IReadOnlyList<RecipientOutcome> Recipients, SmtpStage Reached, bool ConnectionUsable)
{
    /// <summary>
    /// The extension that the server announced and could not do, such as <c>CHUNKING</c>, fit for
    /// <see cref="SmtpClientOptions.Distrusted"/>: a new connection without it may succeed at once. Null: none.
    /// </summary>
    public string? Distrust { get; init; }

    /// <summary>
    /// The extension that may be why the conversation broke before its first reply: another try without it tells. Null: none.
    /// </summary>
    public string? Suspect { get; init; }
}

/// <summary>What became of one recipient.</summary>
public abstract record RecipientOutcome
{
    private protected RecipientOutcome(EmailAddress recipient) => Recipient = recipient;

    /// <summary>Who.</summary>
    public EmailAddress Recipient { get; }

    /// <summary>The server took the message for this recipient.</summary>
    public sealed record Accepted(EmailAddress Recipient, Reply Reply) : RecipientOutcome(Recipient);

    /// <summary>The server refused it, for good or for now: the reply tells.</summary>
    public sealed record Refused(EmailAddress Recipient, SmtpStage Stage, Reply Reply) : RecipientOutcome(Recipient);

    /// <summary>The conversation broke before the end of the message was sent, so it was certainly not taken.</summary>
    public sealed record NotSent(EmailAddress Recipient, SmtpFailure Failure) : RecipientOutcome(Recipient);

    /// <summary>The conversation broke after the end of the message was sent and before its reply: it may or may not arrive.</summary>
    public sealed record Uncertain(EmailAddress Recipient, SmtpFailure Failure) : RecipientOutcome(Recipient);
}
