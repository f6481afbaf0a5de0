using Microsoft.Extensions.Logging;
using Postroom.Mail.Addresses;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>How people become users: made by an administrator, invited, or signed up by themselves. None of it needs a password that others know.</summary>
public sealed partial class NewAccounts(
    IUserStore users, AccountLinks links, AccountLetters letters, PeopleSettingsStore settings, IAuditLog audit, TimeProvider time,
    ILogger<NewAccounts> logger)
{
    /// <summary>Makes a user and mails the link.</summary>
    /// <param name="form">What was filled in.</param>
    /// <param name="purpose"><see cref="LinkPurpose.SetPassword"/> or <see cref="LinkPurpose.Invitation"/>.</param>
    /// <param name="origin">The administrator.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<AccountOutcome> CreateAsync(
        NewUserForm form, LinkPurpose purpose, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(origin);
        List<SettingsProblem> problems =
        [
            .. AccountFields.CheckEmail(nameof(form.Email), form.Email),
            .. AccountFields.CheckName(nameof(form.Name), form.Name, mayBeEmpty: true),
        ];
        if (problems.Count > 0) return new AccountOutcome.Invalid(problems);

        var user = Invited(form);
        if (!await users.AddAsync(user, onlyIfFirst: false, cancellationToken))
            return new AccountOutcome.Invalid([new SettingsProblem(nameof(form.Email), "Problem.Email.Taken")]);
        await audit.AddAsync(
            new AuditEntry(
                user.CreatedAt, origin.Actor, purpose == LinkPurpose.Invitation ? "user.invited" : "user.created",
                user.Email, Word(user.Role)),
            CancellationToken.None);
        return await MailAsync(purpose, user, origin, cancellationToken);
    }

    /// <summary>The link that helps a user in: an invitation where there is no password yet, else one to reset it.</summary>
    public static LinkPurpose PurposeFor(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.State == UserState.Invited ? LinkPurpose.Invitation : LinkPurpose.Reset;
    }

    /// <summary>Mails the link again: to who has no password yet an invitation, to others a link to reset it.</summary>
    public async Task<AccountOutcome> SendAgainAsync(Guid id, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var user = await users.FindAsync(id, cancellationToken);
        if (user is null or { State: UserState.Deactivated }) return new AccountOutcome.Gone();
        var purpose = PurposeFor(user);
        await audit.AddAsync(
            new AuditEntry(time.GetUtcNow(), origin.Actor, "user.link-sent", user.Email, purpose.ToString()),
            cancellationToken);
        return await MailAsync(purpose, user, origin, cancellationToken);
    }

    /// <summary>Invites on behalf of a user who is no administrator, where that is switched on. Whether the address is known is not told.</summary>
    public async Task InviteAsync(string email, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var (rules, _) = await settings.ReadAsync(cancellationToken);
        if (!rules.AllowUserInvitations || !MailboxParser.TryParseAddress(email, out var address) || !rules.Allows(address)) return;
        var user = Invited(new NewUserForm(email, "", UserRole.Member, null));
        if (!await users.AddAsync(user, onlyIfFirst: false, cancellationToken)) return;
        await audit.AddAsync(
            new AuditEntry(user.CreatedAt, origin.Actor, "user.invited", user.Email, Word(user.Role)),
            CancellationToken.None);
        await MailAsync(LinkPurpose.Invitation, user, origin, cancellationToken);
    }

    /// <summary>
    /// Mails the link with which somebody who signs up shows that the address is theirs. A user who is known gets the link
    /// that helps: the invitation again, or a reset. Nothing is stored of the stranger but the link.
    /// </summary>
    public async Task RequestSignUpAsync(
        string email, string name, string? language, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var (rules, _) = await settings.ReadAsync(cancellationToken);
        if (!rules.AllowSignUp || !MailboxParser.TryParseAddress(email, out var address) || !rules.Allows(address)) return;
        var known = await users.FindByEmailAsync(AccountFields.Normal(email), cancellationToken);
        if (known is { State: UserState.Deactivated }) return;
        if (known is not null)
        {
            await MailAsync(PurposeFor(known), known, origin with { Name = null }, cancellationToken);
            return;
        }

        var draft = links.New(LinkPurpose.Confirm, AccountFields.Normal(email)) with { Name = name.Trim(), Language = language };
        await MailAsync(
            await links.AddAsync(draft, cancellationToken), null, origin with { Name = null }, cancellationToken);
    }

    async Task<AccountOutcome> MailAsync(
        LinkPurpose purpose, User user, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var made = await links.CreateAsync(purpose, user, null, cancellationToken);
        var refusal = await MailAsync(made, user.TimeZone, origin, cancellationToken);
        return refusal is null ? new AccountOutcome.Done(user) : new AccountOutcome.NotMailed(user, refusal);
    }

    async Task<string?> MailAsync(NewLink made, string? zone, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var (link, token) = (made.Link, made.Token ?? throw new InvalidOperationException("A link without a key is always new."));
        var isInviting = link.Purpose is LinkPurpose.Invitation or LinkPurpose.SetPassword;
        var result = await letters.SendLinkAsync(
            made, letters.UrlOf(link.Purpose, token), zone, isInviting
                ? null
                : origin.Ip, isInviting ? origin.Name : null, null, cancellationToken);
        var refusal = AccountLetters.RefusalOf(result);
        if (refusal is not null) NotMailed(link.Purpose, link.Id, refusal);
        return refusal;
    }

    User Invited(NewUserForm form)
    {
        var now = time.GetUtcNow();
        var email = AccountFields.Normal(form.Email);
        return new User
        {
            Id = Guid.CreateVersion7(now),
            Email = email,
            Name = form.Name.Trim() is { Length: > 0 } name ? name : email[..Math.Min(email.LastIndexOf('@'), SetUp.MaximumNameLength)],
            Role = form.Role,
            State = UserState.Invited,
            Stamp = SessionStamp.New(),
            Language = form.Language,
            CreatedAt = now,
        };
    }

#pragma warning disable CA1308 // The audit log has the role in lower case.
    static string Word(UserRole role) => role.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    [LoggerMessage(10011, LogLevel.Warning, "The letter of the {Purpose} link {LinkId} was not accepted: {Reason}")]
    partial void NotMailed(LinkPurpose purpose, Guid linkId, string reason);
}

/// <summary>A user to be made.</summary>
/// <param name="Email">The address, which becomes the login.</param>
/// <param name="Name">The name shown; empty: what stands before the @, until the person writes another.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Language">The language of letter and pages; null: the product's.</param>
public sealed record NewUserForm(string Email, string Name, UserRole Role, string? Language);
