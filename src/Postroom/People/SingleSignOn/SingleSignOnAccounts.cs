using Postroom.Mail.Addresses;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.SingleSignOn;

/// <summary>
/// Finds the user a provider vouches for: by the subject, which is never given to somebody else; the first time by an address
/// that the provider says is confirmed.
/// </summary>
public sealed class SingleSignOnAccounts(
    IUserStore users, IExternalLoginStore logins, AccountLinks links, IAuditLog audit, TimeProvider time)
{
    /// <summary>Finds or makes the user.</summary>
    /// <returns>The user, or why there is none.</returns>
    public async Task<(User? User, SingleSignOnRefusal Cause)> FindAsync(
        SingleSignOnSettings settings, SingleSignOnIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(identity);
        if (await logins.FindAsync(identity.Issuer, identity.Subject, cancellationToken) is { } id
            && await users.FindAsync(id, cancellationToken) is { } linked)
        {
            return linked.State == UserState.Active ? (linked, default) : (null, SingleSignOnRefusal.Closed);
        }
        if (!identity.IsConfirmed || !MailboxParser.TryParseAddress(identity.Email, out var address))
            return (null, SingleSignOnRefusal.Unconfirmed);
        if (!settings.Allows(address)) return (null, SingleSignOnRefusal.Domain);
        var email = AccountFields.Normal(identity.Email!);
        var known = await users.FindByEmailAsync(email, cancellationToken);
        if (known is null && !settings.MakesUsers) return (null, SingleSignOnRefusal.Unknown);
        if (known is { State: UserState.Deactivated }) return (null, SingleSignOnRefusal.Closed);
        var user = known ?? NewUser(settings, identity, email);
        if (known is null && !await users.AddAsync(user, onlyIfFirst: false, cancellationToken))
            return (null, SingleSignOnRefusal.Failed);
        if (known is null) await audit.AddAsync(new AuditEntry(user.CreatedAt, email, "user.created", email, $"single sign-on, {user.Role}"), CancellationToken.None);
        return await TieAsync(user, identity, cancellationToken);
    }

    /// <summary>Unlinks a user, who is linked anew at the next sign-on.</summary>
    public async Task<bool> ForgetAsync(User user, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (!await logins.ForgetAsync(user.Id, cancellationToken)) return false;
        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), actor, "user.sign-on-forgotten", user.Email, null), CancellationToken.None);
        return true;
    }

    async Task<(User? User, SingleSignOnRefusal Cause)> TieAsync(
        User user, SingleSignOnIdentity identity, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // An address may be given to another person at the provider: a user who is linked stays with the first.
        if (!await logins.AddAsync(identity.Issuer, identity.Subject, user.Id, now, cancellationToken))
            return (null, SingleSignOnRefusal.Closed);
        await audit.AddAsync(
            new AuditEntry(now, user.Email, "user.sign-on-linked", user.Email, identity.Issuer),
            CancellationToken.None);
        if (user.State == UserState.Active) return (user, default);
        await links.EndAsync(user.Id, CancellationToken.None); // the invitation has served
        var active = user with { State = UserState.Active, Stamp = SessionStamp.New() };
        return await users.UpdateAsync(active, user.Stamp, CancellationToken.None)
            ? (active, default)
            : (null, SingleSignOnRefusal.Failed);
    }

    User NewUser(SingleSignOnSettings settings, SingleSignOnIdentity identity, string email)
    {
        var now = time.GetUtcNow();
        var name = PersonalName.Safe(identity.Name) ?? email[..email.LastIndexOf('@')];
        return new User
        {
            Id = Guid.CreateVersion7(now),
            Email = email,
            Name = name[..Math.Min(name.Length, SetUp.MaximumNameLength)],
            Role = settings.Role,
            Stamp = SessionStamp.New(),
            CreatedAt = now,
        };
    }
}
