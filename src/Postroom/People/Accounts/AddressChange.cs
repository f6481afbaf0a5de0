using Microsoft.Extensions.Logging;
using Postroom.People.Links;
using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>Changes the address of a user: confirmed at the new one, told to the old one.</summary>
public sealed partial class AddressChange(
    IUserStore users, AccountLinks links, AccountLetters letters, Passwords passwords, IAuditLog audit, TimeProvider time, ILogger<AddressChange> logger)
{
    /// <summary>Mails a link to the new address. When that is another user's no mail is sent, and nobody is told.</summary>
    public async Task<AccountOutcome> RequestAsync(
        Guid id, string email, string password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (await users.FindAsync(id, cancellationToken) is not { State: UserState.Active } user) return new AccountOutcome.Gone();
        List<SettingsProblem> problems = [.. AccountFields.CheckEmail("Email", email)];
        if (problems.Count == 0 && AccountFields.Normal(email).Equals(user.Email, StringComparison.OrdinalIgnoreCase))
            problems.Add(new SettingsProblem("Email", "Problem.Email.Same"));
        if (!passwords.IsRight(user, password)) problems.Add(new SettingsProblem("AddressPassword", "Problem.Password.Wrong"));
        if (problems.Count > 0) return new AccountOutcome.Invalid(problems);
        if (await users.FindByEmailAsync(AccountFields.Normal(email), cancellationToken) is not null) return new AccountOutcome.Done(user);

        var made = await links.CreateAsync(LinkPurpose.ChangeAddress, user, AccountFields.Normal(email), cancellationToken);
        var result = await letters.SendLinkAsync(
            made, letters.UrlOf(LinkPurpose.ChangeAddress, made.Token!), user.TimeZone, origin.Ip, null, null, cancellationToken);
        return AccountLetters.RefusalOf(result) is { } refusal ? new AccountOutcome.NotMailed(user, refusal) : new AccountOutcome.Done(user);
    }

    /// <summary>Uses the link up and changes the address. Sessions end, for they name the old one.</summary>
    public async Task<AccountOutcome> ConfirmAsync(
        string? token, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (await links.RedeemAsync("", LinkPurpose.ChangeAddress, token, cancellationToken) is not { UserId: { } id } link) return new AccountOutcome.Gone();
        if (await users.FindAsync(id, cancellationToken) is not { State: UserState.Active } user) return new AccountOutcome.Gone();
        var changed = user with { Email = link.Email, Stamp = SessionStamp.New() };
        if (!await users.UpdateAsync(changed, user.Stamp, CancellationToken.None)) return new AccountOutcome.Gone();

        var now = time.GetUtcNow();
        await audit.AddAsync(new AuditEntry(now, user.Email, "user.address-changed", changed.Email, $"was {user.Email}"), CancellationToken.None);
        var refusal = AccountLetters.RefusalOf(
            await letters.TellAddressChangedAsync(changed, user.Email, now, origin.Ip, CancellationToken.None));
        if (refusal is not null) NotTold(user.Id, refusal);
        return new AccountOutcome.Done(changed);
    }

    [LoggerMessage(10013, LogLevel.Warning, "The former address of user {UserId} was not told of the new one: {Reason}")]
    partial void NotTold(Guid userId, string reason);
}
