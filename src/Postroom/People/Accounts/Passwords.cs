using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>Sets passwords: by a link that was mailed, or by the user who knows the present one. Every change ends sessions and links.</summary>
public sealed partial class Passwords(
    IUserStore users, AccountLinks links, AccountLetters letters, PeopleSettingsStore settings, IPasswordHasher<User> hasher, IAuditLog audit,
    TimeProvider time, ILogger<Passwords> logger)
{
    const int Tries = 3;

    /// <summary>Mails a link to whoever has an account with this address. Nobody is told whether there is one.</summary>
    public async Task RequestResetAsync(string email, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var user = await users.FindByEmailAsync(AccountFields.Normal(email), cancellationToken);
        if (user is null or { State: UserState.Deactivated }) return;
        var purpose = NewAccounts.PurposeFor(user);
        var made = await links.CreateAsync(purpose, user, null, cancellationToken);
        var result = await letters.SendLinkAsync(
            made, letters.UrlOf(purpose, made.Token!), user.TimeZone, origin.Ip, null, null, cancellationToken);
        if (AccountLetters.RefusalOf(result) is { } refusal) NotMailed(user.Id, refusal);
    }

    /// <summary>Sets the password by a link, and uses it up. A password that is not taken leaves the link as it is.</summary>
    /// <param name="purpose">What the link must be for.</param>
    /// <param name="token">The token of the link.</param>
    /// <param name="password">The new password.</param>
    /// <param name="name">The name that was filled in; null: it was not asked for.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<AccountOutcome> SetByLinkAsync(
        LinkPurpose purpose, string? token, string password, string? name, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (await links.FindAsync("", purpose, token, cancellationToken) is not { } link || await OwnerAsync(link, cancellationToken) is not { } owner)
            return new AccountOutcome.Gone();
        List<SettingsProblem> problems = name is null ? [] : [.. AccountFields.CheckName("Name", name)];
        if (PasswordRules.Check("Password", password, link.Email) is { } problem) problems.Add(problem);
        if (problems.Count > 0) return new AccountOutcome.Invalid(problems);

        // The slow part comes before the link is burned, so that a server that stops in between burns nothing.
        var hash = hasher.HashPassword(owner, password);
        if (await links.RedeemAsync("", purpose, token, cancellationToken) is null) return new AccountOutcome.Gone();
        var named = name is null ? owner : owner with { Name = name.Trim() };
        return purpose == LinkPurpose.Confirm
            ? await AddAsync(named with { PasswordHash = hash }, cancellationToken)
            : await ReplaceAsync(named, hash, purpose == LinkPurpose.Reset, origin, CancellationToken.None);
    }

    /// <summary>Changes the password of a user who knows the present one.</summary>
    public async Task<AccountOutcome> ChangeAsync(
        Guid id, string present, string password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(present);
        if (await users.FindAsync(id, cancellationToken) is not { State: UserState.Active } user) return new AccountOutcome.Gone();
        if (!IsRight(user, present)) return new AccountOutcome.Invalid([new SettingsProblem("Present", "Problem.Password.Wrong")]);
        if (PasswordRules.Check("Password", password, user.Email) is { } problem) return new AccountOutcome.Invalid([problem]);
        return await ReplaceAsync(user, hasher.HashPassword(user, password), tell: true, origin, cancellationToken);
    }

    /// <summary>Whether this is the user's password.</summary>
    public bool IsRight(User user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        return user.PasswordHash is not null && password.Length <= PasswordRules.MaximumLength
            && hasher.VerifyHashedPassword(user, user.PasswordHash, password) != PasswordVerificationResult.Failed;
    }

    // Whom the link is about: a user in the right state, or the user to be when an address is confirmed.
    async Task<User?> OwnerAsync(AccountLink link, CancellationToken cancellationToken)
    {
        if (link.Purpose == LinkPurpose.Confirm)
        {
            var (rules, _) = await settings.ReadAsync(cancellationToken);
            return rules.AllowSignUp ? SignedUp(link) : null;
        }

        var user = link.UserId is { } id ? await users.FindAsync(id, cancellationToken) : null;
        var expected = link.Purpose == LinkPurpose.Reset ? UserState.Active : UserState.Invited;
        return user?.State == expected ? user : null;
    }

    User SignedUp(AccountLink link)
    {
        var now = time.GetUtcNow();
        return new User
        {
            Id = Guid.CreateVersion7(now),
            Email = link.Email,
            Name = link.Name is { Length: > 0 } name ? name : link.Email,
            Role = UserRole.Member,
            Stamp = SessionStamp.New(),
            Language = link.Language,
            CreatedAt = now,
        };
    }

    async Task<AccountOutcome> AddAsync(User user, CancellationToken cancellationToken)
    {
        if (!await users.AddAsync(user, onlyIfFirst: false, cancellationToken)) return new AccountOutcome.Gone();
        await audit.AddAsync(new AuditEntry(user.CreatedAt, user.Email, "user.signed-up", user.Email, null), CancellationToken.None);
        return new AccountOutcome.Done(user);
    }

    // Past the burnt link the new password is set whatever the caller now wishes.
    async Task<AccountOutcome> ReplaceAsync(
        User user, string hash, bool tell, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var (now, present, name) = (time.GetUtcNow(), user, user.Name);
        for (var attempt = 1; ; attempt++)
        {
            await links.EndAsync(present.Id, cancellationToken); // First: no old link may outlive the old password.
            var changed = present with
            {
                Name = name,
                PasswordHash = hash,
                State = UserState.Active,
                Stamp = SessionStamp.New(),
            };
            if (await users.UpdateAsync(changed, present.Stamp, cancellationToken))
            {
                await audit.AddAsync(new AuditEntry(now, user.Email, "user.password-set", user.Email, null), CancellationToken.None);
                return await TellAsync(changed, now, tell, origin);
            }

            present = await users.FindAsync(user.Id, cancellationToken);
            if (present is null or { State: UserState.Deactivated } || attempt == Tries) return new AccountOutcome.Gone();
        }
    }

    async Task<AccountOutcome> TellAsync(User user, DateTimeOffset now, bool tell, RequestOrigin origin)
    {
        if (!tell) return new AccountOutcome.Done(user);
        var refusal = AccountLetters.RefusalOf(
            await letters.TellPasswordChangedAsync(user, now, origin.Ip, CancellationToken.None));
        if (refusal is not null) NotMailed(user.Id, refusal);
        return new AccountOutcome.Done(user);
    }

    [LoggerMessage(10012, LogLevel.Warning, "A letter about the password of user {UserId} was not accepted: {Reason}")]
    partial void NotMailed(Guid userId, string reason);
}
