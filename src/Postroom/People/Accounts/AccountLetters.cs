using System.Globalization;
using System.Text.Json.Nodes;
using Postroom.Accepting;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.People.Links;
using Postroom.Rendering;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>Writes the letters about accounts and hands them in. A mail whose link has expired is not sent: both end together.</summary>
public sealed class AccountLetters(LetterRenderer renderer, MailAcceptor acceptor, IProductSettings product)
{
    /// <summary>The app that Postroom's own letters are handed in as.</summary>
    public const string App = "postroom";

    /// <summary>The address of one of Postroom's own pages, from the site URL of the settings and never from a request.</summary>
    /// <param name="path">Its path, beginning with a slash.</param>
    public string UrlOf(string path) => product.Current.SiteUrl.AbsoluteUri.TrimEnd('/') + path;

    /// <summary>The address of the page a link leads to.</summary>
    public string UrlOf(LinkPurpose purpose, LinkToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return UrlOf($"{PathOf(purpose)}?token={token.Text}");
    }

    /// <summary>The page for links of this purpose.</summary>
    public static string PathOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SetPassword => "/set-password",
        LinkPurpose.Reset => "/reset",
        LinkPurpose.Invitation => "/invitation",
        LinkPurpose.Confirm => "/confirm",
        LinkPurpose.ChangeAddress => "/change-address",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    /// <summary>Mails a link.</summary>
    /// <param name="made">The link, with its token.</param>
    /// <param name="url">The address the letter shows, token included.</param>
    /// <param name="zone">The recipient's time zone; null: UTC.</param>
    /// <param name="ip">Where it was asked from; null: unknown.</param>
    /// <param name="invitedBy">Who invites; null: nobody.</param>
    /// <param name="from">Who it is from; null: the global sender.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public Task<AcceptResult> SendLinkAsync(
        NewLink made, string url, string? zone, string? ip, string? invitedBy, Mailbox? from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(made);
        var link = made.Link;
        var token = made.Token ?? throw new ArgumentException("A link that was ordered before has its mail already.", nameof(made));
        var model = new JsonObject
        {
            ["name"] = PersonalName.Safe(link.Name),
            ["email"] = link.Email,
            ["link"] = url,
            ["expiresText"] = Moment(link.ExpiresAt, zone),
            ["invitedBy"] = invitedBy,
            ["ip"] = ip,
        };
        if (link.App.Length > 0) model["appName"] = link.App;
        return SendAsync(new Envelope(LetterOf(link.Purpose), link, from) { Secrets = [token.Text] }, model, cancellationToken);
    }

    /// <summary>Tells a user that the password was changed.</summary>
    public Task<AcceptResult> TellPasswordChangedAsync(User user, DateTimeOffset at, string? ip, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var model = new JsonObject
        {
            ["name"] = PersonalName.Safe(user.Name),
            ["email"] = user.Email,
            ["whenText"] = Moment(at, user.TimeZone),
            ["ip"] = ip,
            ["resetLink"] = UrlOf("/forgot"),
        };
        return SendAsync(new Envelope("password-changed", user, user.Email), model, cancellationToken);
    }

    /// <summary>Tells a user that the second factor was turned off.</summary>
    /// <param name="user">The user.</param>
    /// <param name="at">When.</param>
    /// <param name="by">The administrator who did it; null: the user.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public Task<AcceptResult> TellFactorOffAsync(User user, DateTimeOffset at, string? by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var model = new JsonObject
        {
            ["name"] = PersonalName.Safe(user.Name),
            ["email"] = user.Email,
            ["whenText"] = Moment(at, user.TimeZone),
            ["by"] = by,
            ["factorLink"] = UrlOf("/account/factor"),
        };
        return SendAsync(new Envelope("second-factor-off", user, user.Email), model, cancellationToken);
    }

    /// <summary>Tells a user that the account was linked with one at a provider of single sign-on, or is no more.</summary>
    public Task<AcceptResult> TellSignOnChangedAsync(
        User user, SingleSignOnChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(change);
        var model = new JsonObject
        {
            ["name"] = PersonalName.Safe(user.Name),
            ["email"] = user.Email,
            ["provider"] = change.Provider,
            ["linked"] = change.IsLinked,
            ["whenText"] = Moment(change.At, user.TimeZone),
            ["ip"] = change.Ip,
            ["accountLink"] = UrlOf("/account"),
        };
        return SendAsync(new Envelope("sign-on-changed", user, user.Email), model, cancellationToken);
    }

    /// <summary>Tells the old address that the user has a new one.</summary>
    public Task<AcceptResult> TellAddressChangedAsync(User user, string oldEmail, DateTimeOffset at, string? ip, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var model = new JsonObject
        {
            ["name"] = PersonalName.Safe(user.Name),
            ["oldEmail"] = oldEmail,
            ["newEmail"] = user.Email,
            ["whenText"] = Moment(at, user.TimeZone),
            ["ip"] = ip,
        };
        return SendAsync(new Envelope("address-changed", user, oldEmail), model, cancellationToken);
    }

    /// <summary>Tells an administrator what needs attention. A letter with the same key is taken once.</summary>
    /// <param name="user">The administrator.</param>
    /// <param name="alarm">What is wrong, in the administrator's language.</param>
    /// <param name="at">Since when.</param>
    /// <param name="key">Names the cause, so that it is told once.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public Task<AcceptResult> TellAlarmAsync(
        User user, AlarmText alarm, DateTimeOffset at, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(alarm);
        var model = new JsonObject
        {
            ["title"] = alarm.Title,
            ["cause"] = alarm.Cause,
            ["remedy"] = alarm.Remedy,
            ["url"] = UrlOf(alarm.Path),
            ["whenText"] = Moment(at, user.TimeZone),
        };
        return SendAsync(new Envelope("alarm", user, user.Email), model, cancellationToken, key);
    }

    /// <summary>The language a user reads letters in.</summary>
    public Language LanguageOf(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Language.Find(user.Language) ?? Language.Find(product.Current.Language) ?? Language.English;
    }

    /// <summary>Why a letter was not accepted, in words for an administrator; null: it was.</summary>
    public static string? RefusalOf(AcceptResult result) => result switch
    {
        AcceptResult.Accepted => null,
        AcceptResult.Rejected rejected => string.Join(' ', rejected.Problems.ToDictionary().Select(problem => $"{problem.Key} {string.Join(' ', problem.Value)}")),
        AcceptResult.Unavailable unavailable => unavailable.Reason,
        AcceptResult.KeyTaken taken => $"The mail was handed in before, as message {taken.Id}.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static string LetterOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.SetPassword => "new-user",
        LinkPurpose.Reset => "password-reset",
        LinkPurpose.Invitation => "invitation",
        LinkPurpose.Confirm or LinkPurpose.ChangeAddress => "confirm-address",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    static string Moment(DateTimeOffset at, string? zone)
    {
        var isKnown = TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "", out var found) && zone is not null;
        var local = TimeZoneInfo.ConvertTime(at, isKnown ? found! : TimeZoneInfo.Utc);
        return local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + (isKnown ? $" ({zone})" : " UTC");
    }

    async Task<AcceptResult> SendAsync(Envelope envelope, JsonObject model, CancellationToken cancellationToken, string? key = null)
    {
        var language = Language.Find(envelope.Language) ?? Language.Find(product.Current.Language) ?? Language.English;
        var letter = renderer.Render(new LetterRequest { Letter = envelope.Letter, Language = language, Model = model });
        if (!MailboxParser.TryParseAddress(envelope.Email, out var address)) throw new ArgumentException("The address of a user is no address.", nameof(envelope));
        return await acceptor.AcceptAsync(
            new MailSubmission
            {
                App = envelope.App.Length > 0 ? envelope.App : App,
                From = envelope.From,
                To = [new Mailbox(PersonalName.Safe(envelope.Name), address)],
                Subject = letter.Subject,
                Text = letter.Text,
                Html = letter.Html,
                Attachments = [.. letter.Images.Select(image => new Attachment(image.ContentId + ".png", "image/png", image.Png, image.ContentId))],
                Headers = [KeyValuePair.Create("Auto-Submitted", "auto-generated")], // RFC 3834 §5: no vacation answers
                Secrets = envelope.Secrets,
                Lane = Lane.Account,
                ExpiresAt = envelope.ExpiresAt,
                Kind = envelope.Letter,
                IdempotencyKey = key,
                Fingerprint = key,
            },
            cancellationToken);
    }

    sealed record Envelope(string Letter, string App, string Email, string? Name, string? Language, DateTimeOffset? ExpiresAt, Mailbox? From)
    {
        public Envelope(string letter, AccountLink link, Mailbox? from)
            : this(letter, link.App, link.Email, link.Name, link.Language, link.ExpiresAt, from) { }

        public Envelope(string letter, User user, string email)
            : this(letter, "", email, user.Name, user.Language, null, null) { }

        public IReadOnlyList<string> Secrets { get; init; } = [];
    }
}
