using Postroom.Accepting;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Notifications.Choices;
using Postroom.Outbox;
using Postroom.Rendering;
using Postroom.Settings;
using static System.FormattableString;

namespace Postroom.Notifications.Stories;

/// <summary>Makes of a story the mail that goes out: one person, one pull request, in its thread.</summary>
public sealed class StoryMail(LetterRenderer letters, PersonLinks links, IProductSettings product)
{
    /// <summary>The app that notifications belong to.</summary>
    public const string App = "notifications";

    /// <summary>Writes the mail.</summary>
    /// <param name="story">The story; its person has an address.</param>
    /// <param name="items">What is left to tell: at least one.</param>
    public MailSubmission Write(Story story, IReadOnlyList<StoryItem> items)
    {
        ArgumentNullException.ThrowIfNull(story);
        ArgumentNullException.ThrowIfNull(items);
        var settings = product.Current;
        var language = Language.Find(story.Person.Language) ?? Language.Find(settings.Language) ?? Language.English;
        var unsubscribe = links.Unsubscribe(story.Person.Id, story.Thread);
        var preferences = links.Preferences(story.Person.Id, story.Thread);
        var letter = letters.Render(StoryLetter.Of(story, items, language, preferences, unsubscribe));
        return new MailSubmission
        {
            App = App,
            To = [AddressOf(story)],
            // The letter's own subject may change with its words; a thread needs one that stays.
            Subject = story.Standing.Choices.IsPrivate ? PrivateSubject(items[^1].Event.PullRequest) : story.Subject,
            Text = letter.Text,
            Html = letter.Html,
            Attachments = [.. letter.Images.Select(image => new Attachment(image.FileName, "image/png", image.Png, image.ContentId))],
            Headers = HeadersOf(story, items[^1].Event.PullRequest, settings.SiteUrl, unsubscribe),
            Secrets = [preferences.Segments[^1], unsubscribe.Segments[^1]], // they open the person's page, for years
            Lane = Lane.Notification,
            IdempotencyKey = Invariant($"story-{story.Id}"),
            Kind = items.Count == 1 ? "pull-request" : "digest",
        };
    }

    /// <summary>The headers that keep a thread together and let people and programs end it.</summary>
    static List<KeyValuePair<string, string>> HeadersOf(Story story, PullRequest pullRequest, Uri site, Uri unsubscribe)
    {
        var root = $"<{ThreadNames.MessageId(story.Root, site)}>";
        return
        [
            new("References", root),            // RFC 5322 §3.6.4: to a root that no mail has, so that none is missing
            new("In-Reply-To", root),
            new("List-Id", ThreadNames.ListId(pullRequest, site)),   // RFC 2919 §2
            new("List-Unsubscribe", $"<{unsubscribe.AbsoluteUri}>"), // RFC 2369 §3.2
            new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), // RFC 8058 §3.1
            new("Auto-Submitted", "auto-generated"),                 // RFC 3834 §5
        ];
    }

    static Mailbox AddressOf(Story story)
    {
        if (!MailboxParser.TryParseAddress(story.Person.Email, out var address))
            throw new InvalidOperationException("A story of somebody without an address cannot be written.");
        var name = story.Person.Name is { } given ? ThreadNames.OneLine(given, 100) : "";
        return new Mailbox(name.Length == 0 ? null : name, address);
    }

    static string PrivateSubject(PullRequest pullRequest) => ThreadNames.Of(pullRequest with { Title = "" }).Subject;
}
