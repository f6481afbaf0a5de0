using Postroom.Mail.Addresses;

namespace Postroom.Settings;

/// <summary>Who mail is from unless its app says otherwise (product row M10).</summary>
/// <param name="From">The From header; null until one was set, and then nothing can be accepted without its own From.</param>
/// <param name="ReplyTo">Where answers go; null: to From.</param>
/// <param name="EnvelopeSender">Where bounces go; null: to From.</param>
/// <param name="SubjectPrefix">Put before every subject; empty: nothing.</param>
public sealed record SenderIdentity(Mailbox? From, Mailbox? ReplyTo, EmailAddress? EnvelopeSender, string SubjectPrefix);

/// <summary>Knows the sender identity of the moment. Cheap: asked for every message.</summary>
public interface ISenderIdentity
{
    /// <summary>The identity now in force.</summary>
    SenderIdentity Current { get; }
}
