using Microsoft.Extensions.Logging;
using Postroom.People.Accounts;

namespace Postroom.People.TwoFactor;

/// <summary>Turns a second factor off, by its user or by an administrator when the phone is lost, and tells the user by mail.</summary>
public sealed partial class FactorRemoval(IUserStore users, SecondFactor factor, AccountLetters letters, TimeProvider time, ILogger<FactorRemoval> logger)
{
    /// <summary>Turns it off; sessions end.</summary>
    /// <param name="id">The user.</param>
    /// <param name="origin">Who does it.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task<AccountOutcome> RunAsync(Guid id, RequestOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (await users.FindAsync(id, cancellationToken) is not { } user) return new AccountOutcome.Gone();
        if (user.TotpSecret is null) return new AccountOutcome.Done(user);
        if (await factor.TurnOffAsync(user, origin.Actor, cancellationToken) is not { } changed)
            return new AccountOutcome.Gone();
        var by = origin.Actor == user.Email ? null : origin.Name ?? origin.Actor;
        var refusal = AccountLetters.RefusalOf(await letters.TellFactorOffAsync(changed, time.GetUtcNow(), by, CancellationToken.None));
        if (refusal is not null) NotMailed(id, refusal);
        return new AccountOutcome.Done(changed);
    }

    [LoggerMessage(10014, LogLevel.Warning, "The letter about the second factor of user {UserId} was not accepted: {Reason}")]
    partial void NotMailed(Guid userId, string reason);
}
