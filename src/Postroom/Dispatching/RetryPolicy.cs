namespace Postroom.Dispatching;

/// <summary>When a recipient is tried again: one minute, doubling up to two hours, until the message's time is over (RFC 5321 §4.5.4.1).</summary>
public static class RetryPolicy
{
    /// <summary>The longest wait between two attempts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>
    /// The wait for a daily quota, the longest of all: a few looks a day, so that it is found open in the morning wherever the
    /// server's day begins.
    /// </summary>
    public static readonly TimeSpan AfterQuota = TimeSpan.FromHours(4);

    /// <summary>How far chance moves a wait, as a share of it, so that a thousand messages that failed together do not come back together.</summary>
    public const double Jitter = 0.1;

    /// <summary>When to try again; null: the message's time is over before another attempt would be due.</summary>
    /// <param name="attempt">The number of the attempt that failed, from 1.</param>
    /// <param name="first">The wait after the first attempt.</param>
    /// <param name="now">The present.</param>
    /// <param name="expiresAt">When the message is given up.</param>
    /// <param name="chance">0 to 1: 0.5 moves nothing.</param>
    public static DateTimeOffset? NextAttempt(int attempt, TimeSpan first, DateTimeOffset now, DateTimeOffset expiresAt, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (now >= expiresAt) return null;

        var doublings = Math.Min(attempt - 1, 30);
        var wait = TimeSpan.FromTicks((long)Math.Min(first.Ticks * Math.Pow(2, doublings), Longest.Ticks));
        var due = now + (wait * (1 + (Jitter * ((2 * chance) - 1))));
        return due < expiresAt ? due : LastChance(now, expiresAt);
    }

    // A message is tried once more shortly before its time is over, in place of being given up early.
    static DateTimeOffset? LastChance(DateTimeOffset now, DateTimeOffset expiresAt)
    {
        var last = expiresAt - TimeSpan.FromSeconds(30);
        return last > now + TimeSpan.FromSeconds(30) ? last : null;
    }
}
