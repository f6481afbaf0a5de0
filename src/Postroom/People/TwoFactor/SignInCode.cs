using System.Globalization;
using Postroom.People.Accounts;
using Postroom.Settings;

namespace Postroom.People.TwoFactor;

/// <summary>The second step of a sign-in. Wrong codes are counted for the user, so that nobody guesses six digits.</summary>
public sealed class SignInCode(IUserStore users, SecondFactor factor, SignInGuard guard, SecretProtector secrets, IAuditLog audit, TimeProvider time)
{
    /// <summary>How long the second step may take.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    const string Purpose = "sign-in";

    /// <summary>A protected note that the password was right, for the browser to keep meanwhile.</summary>
    public string Note(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var until = (time.GetUtcNow() + Life).ToUnixTimeMilliseconds();
        return secrets.Protect(Purpose, "second step", string.Create(CultureInfo.InvariantCulture, $"{user.Id:N} {user.Stamp} {until}"));
    }

    /// <summary>Checks a code.</summary>
    /// <param name="note">The note; null: there is none.</param>
    /// <param name="code">The code that was typed.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<SignInOutcome> TryAsync(string? note, string code, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await ReadAsync(note, now, cancellationToken) is not { } user) return new SignInOutcome.Refused();
        var taking = await guard.TakeCodeAsync(user, origin, cancellationToken);
        if (taking.Wait is { } wait) return new SignInOutcome.TooMany(wait);
        if (!await factor.CheckAsync(user, code, cancellationToken)) return new SignInOutcome.Refused();
        await guard.GiveBackAsync(taking, CancellationToken.None);
        await audit.AddAsync(new AuditEntry(now, user.Email, "user.signed-in", user.Email, "second factor"), CancellationToken.None);
        return new SignInOutcome.SignedIn(user);
    }

    /// <summary>Whether the note is still good, without trying anything.</summary>
    public async Task<bool> IsGoodAsync(string? note, CancellationToken cancellationToken) => await ReadAsync(note, time.GetUtcNow(), cancellationToken) is not null;

    async Task<User?> ReadAsync(string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(note) || secrets.Unprotect(Purpose, "second step", note) is not SecretReading.Read read) return null;
        var words = read.Secret.Split(' ');
        if (long.Parse(words[2], CultureInfo.InvariantCulture) <= now.ToUnixTimeMilliseconds()) return null;
        var user = await users.FindAsync(Guid.Parse(words[0], CultureInfo.InvariantCulture), cancellationToken);
        return user is { State: UserState.Active, TotpSecret: not null } && user.Stamp == words[1] ? user : null;
    }
}
