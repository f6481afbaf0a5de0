namespace Postroom.MailServers.Replies;

/// <summary>What a reply or a failure means.</summary>
/// <param name="Id">A stable name, such as <c>auth-wrong</c>.</param>
/// <param name="Who">Who has to act.</param>
/// <param name="Retry">What to do with the message.</param>
public sealed record Verdict(string Id, WhoActs Who, RetryClass Retry)
{
    /// <summary>The word for <see cref="Who"/> in files and output.</summary>
    public string WhoWord => Words.Of(Who);

    /// <summary>The word for <see cref="Retry"/> in files and output.</summary>
    public string RetryWord => Words.Of(Retry);
}
