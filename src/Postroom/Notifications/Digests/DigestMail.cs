using Postroom.Accepting;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Notifications.Choices;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Settings;
using static System.FormattableString;

namespace Postroom.Notifications.Digests;

/// <summary>Makes of a digest the mail that goes out: one person, one pull request, in its thread.</summary>
public sealed class DigestMail(
    LetterRenderer letters, PersonLinks links, IProductSettings product, NotificationSettingsStore notifications)
{
    /// <summary>The app that notifications belong to.</summary>
    public const string App = "notifications";

    const int LongestActor = 60;

    /// <summary>Writes the mail.</summary>
    /// <param name="digest">The digest; its person has an address.</param>
    /// <param name="items">What is left to tell: at least one.</param>
    public MailSubmission Write(Digest digest, IReadOnlyList<DigestItem> items)
    {
        ArgumentNullException.ThrowIfNull(digest);
        ArgumentNullException.ThrowIfNull(items);
        var settings = product.Current;
        var language = Language.Find(digest.Person.Language) ?? Language.Find(settings.Language) ?? Language.English;
        var unsubscribe = links.Unsubscribe(digest.Person.Id, digest.Thread);
        var preferences = links.Preferences(digest.Person.Id, digest.Thread);
        var letter = letters.Render(DigestLetter.Of(digest, items, language, preferences, unsubscribe));
        return new MailSubmission
        {
            App = App,
            SenderName = SenderNameOf(digest, items, settings.Name),
            To = [AddressOf(digest)],
            Subject = SubjectOf(digest, items, letter),
            Text = letter.Text,
            Html = letter.Html,
            Attachments = [.. letter.Images.Select(image => new Attachment(image.FileName, "image/png", image.Png, image.ContentId))],
            Headers = HeadersOf(digest, items[^1].Event.PullRequest, settings.SiteUrl, unsubscribe),
            Secrets = [preferences.Segments[^1], unsubscribe.Segments[^1]], // they open the person's page, for years
            Lane = Lane.Notification,
            IdempotencyKey = Invariant($"digest-{digest.Id}"),
            Kind = items.Count == 1 ? "pull-request" : "digest",
        };
    }

    // What somebody must know at once says so in the list of mails; all else has the subject of its thread, by which
    // programs that do not look at References keep it together.
    static string SubjectOf(Digest digest, IReadOnlyList<DigestItem> items, RenderedLetter letter)
    {
        if (digest.Subscription.Choices.IsPrivate) return PrivateSubject(items[^1].Event.PullRequest);
        return items is [{ Kind: var kind }] && NoticeKinds.IsUrgent(kind) ? letter.Subject : digest.Subject;
    }

    // Null: several people did something, or the recipient wants no content in mail.
    string? SenderNameOf(Digest digest, IReadOnlyList<DigestItem> items, string productName)
    {
        if (!notifications.Current.ShowsActor || digest.Subscription.Choices.IsPrivate) return null;
        var actors = items.Select(item => item.Event.Actor)
            .DistinctBy(actor => actor.Login, StringComparer.OrdinalIgnoreCase);
        return actors.ToList() is [var actor] && NameOf(actor) is { } name ? $"{name} ({productName})" : null;
    }

    static string? NameOf(ForgePerson actor) =>
        (PersonalName.Safe(actor.Name) ?? PersonalName.Safe(actor.Login)) is { } name
            ? ThreadNames.OneLine(name, LongestActor) : null;

    /// <summary>The headers that keep a thread together and let people and programs end it.</summary>
    static List<KeyValuePair<string, string>> HeadersOf(
        Digest digest, PullRequest pullRequest, Uri site, Uri unsubscribe)
    {
        var root = $"<{ThreadNames.MessageId(digest.Root, site)}>";
        return
        [
            new("References", root),            // RFC 5322 §3.6.4: to a root that no mail has, so that none is missing
            new("In-Reply-To", root),
            new("List-Id", ThreadNames.ListId(pullRequest, site)),   // RFC 2919 §2
            // RFC 2369 §3.2; the host in A-labels, since the header is ASCII alone.
            new("List-Unsubscribe", $"<{new UriBuilder(unsubscribe) { Host = unsubscribe.IdnHost }.Uri.AbsoluteUri}>"),
            new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), // RFC 8058 §3.1
            new("Auto-Submitted", "auto-generated"),                 // RFC 3834 §5
        ];
    }

    static Mailbox AddressOf(Digest digest)
    {
        if (!MailboxParser.TryParseAddress(digest.Person.Email, out var address))
            throw new InvalidOperationException("A digest of somebody without an address cannot be written.");
        var name = digest.Person.Name is { } given ? ThreadNames.OneLine(given, 100) : "";
        return new Mailbox(name.Length == 0 ? null : name, address);
    }

    static string PrivateSubject(PullRequest pullRequest) => ThreadNames.Of(pullRequest with { Title = "" }).Subject;
}
