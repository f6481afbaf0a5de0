using Microsoft.Extensions.Logging;
using Postroom.Mail.Addresses;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.People.SingleSignOn;

/// <summary>Links a signed-in user's account with one at the provider, whatever its address, and unlinks it. The user is told by mail.</summary>
public sealed partial class SingleSignOnLinking(
    IUserStore users, IExternalLoginStore logins, AccountLetters letters, IAuditLog audit, TimeProvider time,
    ILogger<SingleSignOnLinking> logger)
{
    /// <summary>Links the account of whoever asked with who came back from the provider.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="identity">Who came back.</param>
    /// <param name="note">What the browser kept; it names the user.</param>
    /// <param name="origin">Who asks, from where.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    internal async Task<SingleSignOnOutcome> LinkAsync(
        SingleSignOnSettings settings, SingleSignOnIdentity identity, SingleSignOnNote note, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        // A session that has ended since, as the password was changed, may not link any more.
        var user = note.UserId is { } id ? await users.FindAsync(id, cancellationToken) : null;
        if (user is not { State: UserState.Active } || user.Stamp != note.Stamp)
            return Refused(SingleSignOnRefusal.Expired);
        if (await RefusalOfAsync(settings, identity, user, cancellationToken) is { } cause) return Refused(cause);
        var now = time.GetUtcNow();
        // Another node, or another page of the same user, may have been first.
        if (!await logins.AddAsync(identity.Issuer, identity.Subject, user.Id, now, cancellationToken))
            return Refused(await HolderAsync(identity, cancellationToken) is { } other && other != user.Id ? SingleSignOnRefusal.Taken : SingleSignOnRefusal.Linked);

        await audit.AddAsync(new AuditEntry(now, user.Email, "user.sign-on-tied", user.Email, identity.Issuer), CancellationToken.None);
        await TellAsync(user, settings.Name, isLinked: true, origin);
        return new SingleSignOnOutcome.Linked(user);
    }

    /// <summary>Unlinks a user's account from the one at a provider. All other sessions end: one of them may be of whoever uses that account.</summary>
    /// <param name="user">The user.</param>
    /// <param name="issuer">The provider.</param>
    /// <param name="provider">What a reader knows it by.</param>
    /// <param name="origin">Who asks, from where.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>The user as it is now; null: nothing was linked there, or the account was changed at the same time, and every session has ended by that.</returns>
    public async Task<User?> UnlinkAsync(
        User user, string issuer, string provider, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(origin);
        if (!await logins.ForgetAsync(user.Id, issuer, cancellationToken)) return null;
        var now = time.GetUtcNow();
        await audit.AddAsync(
            new AuditEntry(now, origin.Actor, "user.sign-on-forgotten", user.Email, issuer), CancellationToken.None);
        var changed = user with { Stamp = SessionStamp.New() };
        var isTaken = await users.UpdateAsync(changed, user.Stamp, CancellationToken.None);
        await TellAsync(user, provider, isLinked: false, origin);
        return isTaken ? changed : null;
    }

    static SingleSignOnOutcome.Refused Refused(SingleSignOnRefusal cause) => new(cause, IsLinking: true);

    async Task<SingleSignOnRefusal?> RefusalOfAsync(
        SingleSignOnSettings settings, SingleSignOnIdentity identity, User user, CancellationToken cancellationToken)
    {
        if (await HolderAsync(identity, cancellationToken) is { } holder)
            return holder == user.Id ? SingleSignOnRefusal.Linked : SingleSignOnRefusal.Taken;
        var isAddress = MailboxParser.TryParseAddress(identity.Email, out var address);
        // Where only some domains come in, an account of another one is no way in either.
        if (settings.AllowedDomains.Count > 0 && !(isAddress && identity.IsConfirmed))
            return SingleSignOnRefusal.Unconfirmed;
        if (settings.AllowedDomains.Count > 0 && !settings.Allows(address!)) return SingleSignOnRefusal.Domain;
        // Whoever has that address would come in as this user from then on.
        var other = isAddress ? await users.FindByEmailAsync(AccountFields.Normal(identity.Email!), cancellationToken) : null;
        return other is not null && other.Id != user.Id ? SingleSignOnRefusal.Taken : null;
    }

    Task<Guid?> HolderAsync(SingleSignOnIdentity identity, CancellationToken cancellationToken) =>
        logins.FindAsync(identity.Issuer, identity.Subject, cancellationToken);

    async Task TellAsync(User user, string provider, bool isLinked, RequestOrigin origin)
    {
        var result = await letters.TellSignOnChangedAsync(
            user, new SingleSignOnChange(provider, isLinked, time.GetUtcNow(), origin.Ip), CancellationToken.None);
        if (AccountLetters.RefusalOf(result) is { } refusal) NotMailed(user.Id, refusal);
    }

    [LoggerMessage(10022, LogLevel.Warning, "The letter about the single sign-on of user {UserId} was not accepted: {Reason}")]
    partial void NotMailed(Guid userId, string reason);
}
