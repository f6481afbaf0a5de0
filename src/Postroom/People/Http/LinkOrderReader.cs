using System.Globalization;
using Postroom.Accepting;
using Postroom.Accepting.Http;
using Postroom.Client;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.People.Accounts;
using Postroom.People.Links;

namespace Postroom.People.Http;

/// <summary>Turns the JSON of an app into a link to be made, or into everything that is wrong with it.</summary>
sealed class LinkOrderReader(AccountLinks links, DateTimeOffset now)
{
    const int MaxIdempotencyKeyCharacters = 255;

    static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);
    public FieldProblems Problems { get; } = new();

    /// <summary>The word of the contract for a purpose.</summary>
    public static string WordOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SetPassword => "set-password",
        LinkPurpose.Reset => "reset",
        LinkPurpose.Invitation => "invitation",
        LinkPurpose.Confirm => "confirm",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    /// <summary>The link and its page; null when <see cref="Problems"/> has reasons.</summary>
    public (AccountLink Draft, Uri Page)? Read(AccountLinkOrder order, AppKey key, string? idempotencyKey, string fingerprint)
    {
        SubmissionReader.RefuseUnknown(order.Unknown, "", Problems);
        var purpose = Purpose(order.Purpose);
        var email = Email(order.Email);
        CheckName(order.Name);
        if (order.Language is not null && Language.Find(order.Language) is null)
            Problems.Add("language", $"is none of {string.Join(", ", Language.All.Select(language => language.Tag))}: choose one, or leave it out.");
        var page = LinkUrls.Check(order.Url, key.LinkUrls, out var reason);
        if (reason is not null) Problems.Add("url", reason);
        var expires = Expires(order.Expires);
        CheckKey(idempotencyKey);
        if (!Problems.IsEmpty || purpose is null || email is null || page is null) return null;

        var draft = links.New(purpose.Value, email) with
        {
            App = key.App,
            Name = string.IsNullOrWhiteSpace(order.Name) ? null : order.Name.Trim(),
            Language = Language.Find(order.Language)?.Tag,
            IdempotencyKey = idempotencyKey,
            Fingerprint = idempotencyKey is null ? null : fingerprint,
        };
        return (expires is { } until ? draft with { ExpiresAt = until } : draft, page);
    }

    LinkPurpose? Purpose(string? word)
    {
        LinkPurpose[] offered = [LinkPurpose.SetPassword, LinkPurpose.Reset, LinkPurpose.Invitation, LinkPurpose.Confirm];
        foreach (var purpose in offered)
        {
            if (WordOf(purpose) == word) return purpose;
        }

        Problems.Add("purpose", "must be one of set-password, reset, invitation, confirm.");
        return null;
    }

    string? Email(string? text)
    {
        if (MailboxParser.ParseAddress(text) is not MailboxParse.Refused refused) return AccountFields.Normal(text!);
        Problems.Add("email", string.Create(CultureInfo.InvariantCulture, $"is no address at character {refused.Position + 1}: {refused.Reason}"));
        return null;
    }

    void CheckName(string? name)
    {
        if (name?.Length > SetUp.MaximumNameLength) Problems.Add("name", string.Create(CultureInfo.InvariantCulture, $"has {name.Length} characters, and {SetUp.MaximumNameLength} are allowed: shorten it."));
        if (name?.Any(char.IsControl) == true)
        {
            Problems.Add("name", "has a line break or another control character: a name is one line.");
        }
        else if (name is not null && PersonalName.Problem(name) is "Problem.Name.Address")
        {
            Problems.Add(
                "name", "holds an address, a slash or a mark that is not seen: write the person's name alone.");
        }
    }

    DateTimeOffset? Expires(string? text)
    {
        if (text is null) return null;
        if (!Rfc3339.TryRead(text, out var time))
            Problems.Add("expires", "is no time: write it with its offset, such as 2026-11-21T09:00:00Z (RFC 3339).");
        else if (time <= now)
            Problems.Add("expires", "is in the past: name a time to come, or leave it out.");
        else if (time > now + LongestLife)
            Problems.Add("expires", "is more than 30 days away: a link that opens an account must not live so long.");
        else
            return time;
        return null;
    }

    void CheckKey(string? key)
    {
        if (key is not null && (key.Length is 0 or > MaxIdempotencyKeyCharacters || key.Any(character => character is < '!' or > '~')))
            Problems.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {MaxIdempotencyKeyCharacters} printable ASCII characters without spaces."));
    }
}
