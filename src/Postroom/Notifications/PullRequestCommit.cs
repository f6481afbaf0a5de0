namespace Postroom.Notifications;

/// <summary>A commit that a push brought.</summary>
/// <param name="Id">Its hash, as long as the forge gives it.</param>
/// <param name="Title">The first line of its message; empty: unknown.</param>
public sealed record PullRequestCommit(string Id, string Title = "");

/// <summary>How many of those who are to approve have done so.</summary>
/// <param name="Given">How many have approved.</param>
/// <param name="Wanted">How many are to.</param>
public sealed record ApprovalCount(int Given, int Wanted);

/// <summary>The state of a comment that asks for something to be done.</summary>
public enum CommentTask
{
    /// <summary>It is to be done.</summary>
    Open = 0,

    /// <summary>It is done.</summary>
    Done = 1,
}
