using System.Globalization;
using System.Text.Json.Nodes;
using Postroom.Languages;
using Postroom.Rendering;

namespace Postroom.Notifications.Digests;

/// <summary>Makes of a digest the letter that tells it: one thing happened, or several.</summary>
static class DigestLetter
{
    /// <summary>The most things told in one letter; of the rest the number is told.</summary>
    public const int MostItems = 50;

    // The same in every language and mail program; the patterns of cultures have blanks that some programs show as boxes.
    const string Pattern = "yyyy-MM-dd HH:mm";

    /// <summary>The letter.</summary>
    /// <param name="digest">Whom it is for.</param>
    /// <param name="items">What is left to tell: at least one.</param>
    /// <param name="language">The language of the letter.</param>
    /// <param name="preferencesUrl">The person's own page.</param>
    /// <param name="unsubscribeUrl">The page that ends mail about the pull request.</param>
    public static LetterRequest Of(
        Digest digest, IReadOnlyList<DigestItem> items, Language language, Uri preferencesUrl, Uri unsubscribeUrl)
    {
        var model = items.Count == 1 ? EventModel.Of(items[0]) : Several(items, ZoneOf(digest.Person.TimeZone));
        model["recipientName"] = digest.Person.Name;
        model["reason"] = NoticeKinds.NameOf(ReasonOf(items));
        model["isMergeRequest"] = items[^1].Event.PullRequest.IsMergeRequest;
        model["pr"] = EventModel.Of(items[^1].Event.PullRequest);
        model["private"] = digest.Subscription.Choices.IsPrivate;
        model["preferencesUrl"] = preferencesUrl.AbsoluteUri;
        model["unsubscribeUrl"] = unsubscribeUrl.AbsoluteUri;
        return new LetterRequest
        {
            Letter = items.Count == 1 ? "pull-request" : "digest",
            Language = language,
            Model = model,
            TextOnly = digest.Subscription.Choices.IsTextOnly,
        };
    }

    // The newest are told: what is older is on the page.
    static JsonObject Several(IReadOnlyList<DigestItem> items, TimeZoneInfo? zone)
    {
        var told = new JsonArray();
        foreach (var item in items.TakeLast(MostItems))
        {
            var line = EventModel.Of(item);
            line["whenText"] = WhenText(item.Event.At, zone);
            told.Add(line);
        }

        return new JsonObject { ["count"] = items.Count, ["items"] = told, ["more"] = items.Count - told.Count };
    }

    // The strongest of them: whoever is asked to review and was named is told of the review.
    static RecipientReason ReasonOf(IReadOnlyList<DigestItem> items) =>
        items.Select(item => item.Reason).OfType<RecipientReason>().DefaultIfEmpty(RecipientReason.Watcher).Min();

    static string WhenText(DateTimeOffset at, TimeZoneInfo? zone) => zone is null
        ? at.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture) + " UTC"
        : TimeZoneInfo.ConvertTime(at, zone).ToString(Pattern, CultureInfo.InvariantCulture);

    static TimeZoneInfo? ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
