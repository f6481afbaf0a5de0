using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Postroom.Settings;

namespace Postroom.People;

/// <summary>
/// Checks e-mail address and password. Unknown addresses, wrong passwords and locked users get the same answer after the
/// same work, so that nobody learns who may sign in.
/// </summary>
public sealed partial class SignIn(
    IUserStore users, IPasswordHasher<User> hasher, IAuditLog audit, TimeProvider time, ILogger<SignIn> logger) : IDisposable
{
    /// <summary>So many failures in a row lock a user out.</summary>
    public const int FailuresBeforeLock = 5;

    /// <summary>How long the first lock lasts; each further failure doubles it.</summary>
    public static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1);

    /// <summary>The longest lock.</summary>
    public static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);

    // Attempts at one user run one after the other, so that many at once cannot slip past the counter.
    readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1, 1))];
    readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(Nobody, SessionStamp.New()));

    static User Nobody { get; } =
        new() { Id = Guid.Empty, Email = "", Name = "", Role = UserRole.Viewer, Stamp = "", CreatedAt = DateTimeOffset.UnixEpoch };

    /// <summary>Checks the password of the user with this e-mail address.</summary>
    public async Task<SignInOutcome> TryAsync(string email, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(password);
        var login = email.Trim();
        if (password.Length > PasswordRules.MaximumLength) return new SignInOutcome.Refused();
        var turn = _turns[(uint)StringComparer.OrdinalIgnoreCase.GetHashCode(login) % _turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            var user = await users.FindByEmailAsync(login, cancellationToken);
            var verdict = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? _nobodysHash.Value, password);
            return user is not { State: UserState.Active, PasswordHash: not null } ? new SignInOutcome.Refused() : await RecordAsync(user, password, verdict, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>How long sign-in stays refused after so many failures in a row; null: it does not.</summary>
    public static TimeSpan? LockAfter(int failures)
    {
        if (failures < FailuresBeforeLock) return null;
        var doubled = FirstLock * Math.Pow(2, Math.Min(failures - FailuresBeforeLock, 10));
        return doubled < LongestLock ? doubled : LongestLock;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_turns, turn => turn.Dispose());

    async Task<SignInOutcome> RecordAsync(User user, string password, PasswordVerificationResult verdict, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (user.LockedUntil > now)
        {
            StillLocked(user.Id, user.LockedUntil.Value);
            return new SignInOutcome.Refused();
        }

        if (verdict == PasswordVerificationResult.Failed)
        {
            var failures = user.FailedSignIns + 1;
            var lockedUntil = now + LockAfter(failures);
            await users.UpdateAsync(user with { FailedSignIns = failures, LockedUntil = lockedUntil }, user.Stamp, cancellationToken);
            Failed(user.Id, failures);
            return new SignInOutcome.Refused();
        }

        // Failures are forgotten only after the code: else who has the password could guess codes without end.
        if (user.TotpSecret is not null) return new SignInOutcome.NeedsCode(user);

        // A hash made with fewer rounds is renewed while the password is at hand.
        var hash = verdict == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(user, password) : user.PasswordHash;
        var signedIn = user with { FailedSignIns = 0, LockedUntil = null, PasswordHash = hash };
        if (signedIn != user) await users.UpdateAsync(signedIn, user.Stamp, cancellationToken);
        await audit.AddAsync(new AuditEntry(now, user.Email, "user.signed-in", user.Email, null), cancellationToken);
        return new SignInOutcome.SignedIn(signedIn);
    }

    [LoggerMessage(10001, LogLevel.Warning, "Sign-in of user {UserId} failed, {Failures} times in a row")]
    partial void Failed(Guid userId, int failures);

    [LoggerMessage(10002, LogLevel.Warning, "Sign-in of user {UserId} was refused: too many failures, locked until {LockedUntil:u}")]
    partial void StillLocked(Guid userId, DateTimeOffset lockedUntil);
}
