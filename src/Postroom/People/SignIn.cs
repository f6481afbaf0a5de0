using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.People;

/// <summary>
/// Checks e-mail address and password. Unknown addresses, wrong passwords and people who may not sign in get the same answer
/// after the same work, so that nobody learns who may.
/// </summary>
public sealed partial class SignIn(
    IUserStore users, IPasswordHasher<User> hasher, SignInGuard guard, IAuditLog audit, TimeProvider time, ILogger<SignIn> logger)
{
    readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(Nobody, SessionStamp.New()));

    static User Nobody { get; } =
        new() { Id = Guid.Empty, Email = "", Name = "", Role = UserRole.Viewer, Stamp = "", CreatedAt = DateTimeOffset.UnixEpoch };

    /// <summary>Checks the password of the user with this e-mail address.</summary>
    /// <param name="email">The address that was typed.</param>
    /// <param name="password">The password that was typed.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<SignInOutcome> TryAsync(string email, string password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        var login = email.Trim();
        if (password.Length > PasswordRules.MaximumLength) return new SignInOutcome.Refused();
        var user = await users.FindByEmailAsync(login, cancellationToken);
        var taking = await guard.TakePasswordAsync(login, user, origin, cancellationToken);
        if (taking.Wait is { } wait)
        {
            if (user is not null) HeldUp(user.Id, wait);
            return new SignInOutcome.TooMany(wait);
        }

        var verdict = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? _nobodysHash.Value, password);
        if (user is not { State: UserState.Active, PasswordHash: not null }) return new SignInOutcome.Refused();
        if (verdict == PasswordVerificationResult.Failed)
        {
            Failed(user.Id);
            return new SignInOutcome.Refused();
        }

        await guard.GiveBackAsync(taking, cancellationToken);
        return user.TotpSecret is null ? await LetInAsync(user, password, verdict, cancellationToken) : new SignInOutcome.NeedsCode(user);
    }

    async Task<SignInOutcome> LetInAsync(User user, string password, PasswordVerificationResult verdict, CancellationToken cancellationToken)
    {
        // A hash made with fewer rounds is renewed while the password is at hand.
        var hash = verdict == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(user, password) : user.PasswordHash;
        var signedIn = user with { PasswordHash = hash };
        if (signedIn != user) await users.UpdateAsync(signedIn, user.Stamp, cancellationToken);
        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), user.Email, "user.signed-in", user.Email, null), cancellationToken);
        return new SignInOutcome.SignedIn(signedIn);
    }

    [LoggerMessage(10001, LogLevel.Warning, "Sign-in of user {UserId} failed: the password was wrong")]
    partial void Failed(Guid userId);

    [LoggerMessage(10002, LogLevel.Warning,
        "Sign-in of user {UserId} was not tried: too many wrong passwords; the next attempt is allowed in {Wait}. " +
        "Devices the user has signed in from before are exempt")]
    partial void HeldUp(Guid userId, TimeSpan wait);
}
