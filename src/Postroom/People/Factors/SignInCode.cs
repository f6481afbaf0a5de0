using System.Globalization;
using Postroom.Settings;

namespace Postroom.People.Factors;

/// <summary>The second step of a sign-in. Its failures count with those of passwords, so that nobody guesses six digits.</summary>
public sealed class SignInCode(IUserStore users, SecondFactor factor, SecretProtector secrets, IAuditLog audit, TimeProvider time) : IDisposable
{
    /// <summary>How long the second step may take.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    const string Purpose = "sign-in";

    // One after the other, so that many at once cannot slip past the counter.
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>A protected note that the password was right, for the browser to keep meanwhile.</summary>
    public string Note(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var until = (time.GetUtcNow() + Life).ToUnixTimeMilliseconds();
        return secrets.Protect(Purpose, "second step", string.Create(CultureInfo.InvariantCulture, $"{user.Id:N} {user.Stamp} {until}"));
    }

    /// <summary>Checks a code of whoever has the note.</summary>
    /// <returns>The user, who is in; null: not.</returns>
    public async Task<User?> TryAsync(string? note, string code, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (await ReadAsync(note, now, cancellationToken) is not { } user || user.LockedUntil > now) return null;
            var isRight = await factor.CheckAsync(user, code, cancellationToken);
            var failures = isRight ? 0 : user.FailedSignIns + 1;
            var recorded = user with { FailedSignIns = failures, LockedUntil = isRight ? null : now + SignIn.LockAfter(failures) };
            await users.UpdateAsync(recorded, user.Stamp, CancellationToken.None);
            if (!isRight) return null;
            await audit.AddAsync(new AuditEntry(now, user.Email, "user.signed-in", user.Email, "second factor"), CancellationToken.None);
            return recorded;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the note is still good, without trying anything.</summary>
    public async Task<bool> IsGoodAsync(string? note, CancellationToken cancellationToken) => await ReadAsync(note, time.GetUtcNow(), cancellationToken) is not null;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    async Task<User?> ReadAsync(string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(note) || secrets.Unprotect(Purpose, "second step", note) is not SecretReading.Read read) return null;
        var words = read.Secret.Split(' ');
        if (long.Parse(words[2], CultureInfo.InvariantCulture) <= now.ToUnixTimeMilliseconds()) return null;
        var user = await users.FindAsync(Guid.Parse(words[0], CultureInfo.InvariantCulture), cancellationToken);
        return user is { State: UserState.Active, TotpSecret: not null } && user.Stamp == words[1] ? user : null;
    }
}
