using System.Globalization;
using Microsoft.Extensions.Logging;
using Postroom.People;
using Postroom.People.Accounts;

namespace Postroom.Alarms;

/// <summary>Mails an alarm to every active administrator, once for each cause, through the same outbox as all mail.</summary>
public sealed partial class AlarmLetters(IUserStore users, AccountLetters letters, ILogger<AlarmLetters> logger)
{
    /// <summary>Sends the letters.</summary>
    /// <param name="cause">Names the cause: a letter to the same person with the same name is sent once.</param>
    /// <param name="at">Since when.</param>
    /// <param name="words">Says it in a language.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>False: some letter was not accepted, so the alarm has to be given again.</returns>
    public async Task<bool> SendAsync(
        string cause, DateTimeOffset at, Func<CultureInfo, AlarmText> words, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(words);
        var all = true;
        foreach (var user in await users.ListAsync(cancellationToken))
        {
            if (user is not { Role: UserRole.Administrator, State: UserState.Active }) continue;
            var result = await letters.TellAlarmAsync(user, words(letters.LanguageOf(user).Culture), at, $"alarm-{cause}-{user.Id:N}", cancellationToken);
            if (result is Accepting.AcceptResult.KeyTaken || AccountLetters.RefusalOf(result) is not { } refusal) continue;
            all = false;
            NotMailed(user.Id, refusal);
        }

        return all;
    }

    [LoggerMessage(17001, LogLevel.Warning, "An alarm could not be mailed to administrator {User}, and is tried again: {Reason}")]
    partial void NotMailed(Guid user, string reason);
}
