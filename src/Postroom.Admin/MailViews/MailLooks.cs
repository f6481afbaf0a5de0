using Postroom.Admin.Shell;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.Sandbox;

namespace Postroom.Admin.MailViews;

/// <summary>
/// The one way to what a mail says: asks the table, covers secrets, and records who looked before anything is shown. Every view,
/// part and download is made of what comes out here.
/// </summary>
sealed class MailLooks(IOutbox outbox, LookRecorder recorder)
{
    /// <summary>Looks into a mail under Deliveries.</summary>
    /// <param name="here">The request.</param>
    /// <param name="message">The message.</param>
    /// <param name="view">The view or part that is shown.</param>
    /// <param name="cancellationToken">The reader left.</param>
    public async Task<MailLook> AtDeliveryAsync(ConsoleRequest here, MessageRecord message, LookedAt view, CancellationToken cancellationToken)
    {
        var isAccountMail = message.Lane == Lane.Account;
        var sight = MailAccess.Of(here, MailPlace.Deliveries, isAccountMail);
        if (sight < MailSight.Covered) return new MailLook.NotAllowed();
        var look = LookOf(await outbox.ReadBodyAsync(message.Id, cancellationToken), message, isAccountMail, sight);
        await recorder.RecordAsync(here, message.Id.ToString(), look, view);
        return look;
    }

    /// <summary>Looks into a mail of the sandbox.</summary>
    /// <param name="here">The request.</param>
    /// <param name="found">The message.</param>
    /// <param name="view">The view or part that is shown.</param>
    public async Task<MailLook> AtSandboxAsync(ConsoleRequest here, StoredSandboxMessage found, LookedAt view)
    {
        var message = found.Message;
        var sight = MailAccess.Of(here, MailPlace.Sandbox, message.IsAccountMail);
        if (sight < MailSight.Covered) return new MailLook.NotAllowed();
        var look = found.IsUnreadable ? new MailLook.NotShown("Console.Mail.KeyLost") : Covered(message.Bytes, message.Secrets, message.IsAccountMail, sight);
        await recorder.RecordAsync(here, FormattableString.Invariant($"sandbox/{found.Id}"), look, view);
        return look;
    }

    static MailLook LookOf(BodyReading body, MessageRecord message, bool isAccountMail, MailSight sight) => body switch
    {
        // What an app hands in as account mail holds secrets that only the app knows.
        BodyReading.Kept when isAccountMail && message.Kind is null => new MailLook.NotShown("Console.Mail.Withheld"),
        BodyReading.Kept kept => Covered(kept.Bytes, kept.Secrets, isAccountMail, sight),
        BodyReading.Unreadable => new MailLook.NotShown("Console.Mail.KeyLost"),
        _ => new MailLook.NotShown(isAccountMail ? "Console.Mail.Done" : "Console.Delivery.Wiped"),
    };

    static MailLook Covered(ReadOnlyMemory<byte> bytes, IReadOnlyList<string> known, bool isAccountMail, MailSight sight)
    {
        if (sight == MailSight.Whole) return new MailLook.Shown(bytes, IsCovered: false);
        string[] secrets = [.. known.Concat(SecretLinks.In(bytes)).Distinct(StringComparer.Ordinal)];
        if (isAccountMail && known.Count == 0) return new MailLook.NotShown("Console.Mail.Withheld");
        return SecretMask.Cover(bytes, secrets) is { } covered
            ? new MailLook.Shown(covered, secrets.Length > 0)
            : new MailLook.NotShown("Console.Mail.Withheld");
    }
}
