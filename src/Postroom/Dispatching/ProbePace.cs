using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Dispatching;

/// <summary>How soon a server that takes no mail is looked at again: it depends on the kind of trouble.</summary>
public abstract record ProbePace
{
    private protected ProbePace() { }

    /// <summary>The wait before the next probe.</summary>
    /// <param name="failures">How many probes failed before this one, from 0.</param>
    /// <param name="longest">The longest wait for a server that is away.</param>
    public abstract TimeSpan Pause(int failures, TimeSpan longest);

    /// <summary>The pace that fits a failure before any message was judged.</summary>
    public static ProbePace Of(SmtpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var verdict = ReplyTable.Judge(failure);
        if (verdict.Id == "too-many-logins") return new LockedOut(SaidWait.In(failure.Reply) ?? LockedOut.Usual);
        var isRefused = failure.Fault is SmtpFault.CredentialsRefused or SmtpFault.TokenRefused && verdict.Retry == RetryClass.Settings;
        return isRefused ? new RefusedLogin() : new Outage();
    }

    /// <summary>The server is away or not ready: often, for it costs nobody anything. 1 s, doubling to the longest wait.</summary>
    public sealed record Outage : ProbePace
    {
        static readonly TimeSpan First = TimeSpan.FromSeconds(1);

        /// <inheritdoc/>
        public override TimeSpan Pause(int failures, TimeSpan longest) =>
            TimeSpan.FromTicks((long)Math.Min(First.Ticks * Math.Pow(2, Math.Min(failures, 20)), longest.Ticks));
    }

    /// <summary>
    /// The server refuses the login: seldom, for servers ban who tries a wrong password often (fail2ban: five times in ten
    /// minutes). After 1, 5, 15 and 60 minutes, then hourly.
    /// </summary>
    public sealed record RefusedLogin : ProbePace
    {
        static readonly int[] Minutes = [1, 5, 15, 60];

        /// <inheritdoc/>
        public override TimeSpan Pause(int failures, TimeSpan longest) => TimeSpan.FromMinutes(Minutes[Math.Min(failures, Minutes.Length - 1)]);
    }

    /// <summary>The server has locked the account for a while: as long as it says.</summary>
    /// <param name="Wait">How long.</param>
    public sealed record LockedOut(TimeSpan Wait) : ProbePace
    {
        /// <summary>How long where the server does not say it.</summary>
        public static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

        /// <inheritdoc/>
        public override TimeSpan Pause(int failures, TimeSpan longest) => Wait;
    }
}

/// <summary>How long a server asks to be left alone, from its own words: "try again in 20 minutes".</summary>
static partial class SaidWait
{
    static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The wait, at least a minute and at most a day; null: nothing is said.</summary>
    public static TimeSpan? In(Reply? reply)
    {
        if (reply is null || Words().Match(reply.Text) is not { Success: true } match) return null;
        var count = int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var wait = char.ToLowerInvariant(match.Groups[2].ValueSpan[0]) switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromHours(count),
        };
        return wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
    }

    [GeneratedRegex(@"\b(\d{1,5}) ?(s|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hour|hours)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
