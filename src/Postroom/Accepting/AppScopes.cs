namespace Postroom.Accepting;

/// <summary>What a key of an app may be allowed. A word that is none of these opens no door, so it is never given to a key.</summary>
public static class AppScopes
{
    /// <summary>Hand in mail, and look at the app's own.</summary>
    public const string Send = "send";

    /// <summary>Mail people links to pages of the app.</summary>
    public const string AccountLinks = "account-links";

    /// <summary>Report what happened to pull requests.</summary>
    public const string Events = "events";

    /// <summary>All there are, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Send, AccountLinks, Events];

    /// <summary>The words that are no scope.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<string> words) => [.. words.Except(All, StringComparer.Ordinal)];
}
