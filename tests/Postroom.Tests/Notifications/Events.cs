using Postroom.Notifications;

namespace Postroom.Tests.Notifications;

/// <summary>Events to test with: Ann opened pull request 7 of wiki, Ben reviews it, Cora took part.</summary>
public static class Events
{
    public static ForgePerson Ann { get; } = new("ann", "Ann Lee", "ann@example.org");

    public static ForgePerson Ben { get; } = new("ben", "Ben Ito", "ben@example.org");

    public static ForgePerson Cora { get; } = new("cora", "Cora", "cora@example.org");

    public static ForgePerson Dan { get; } = new("dan", "Dan", "dan@example.org");

    public static PullRequest Seven { get; } = new()
    {
        Forge = "bitbucket-server",
        Project = "PROJ",
        Repository = "wiki",
        Number = 7,
        Title = "Find pages by their text",
        Url = new Uri("https://git.example.com/projects/PROJ/repos/wiki/pull-requests/7"),
        Author = Ann,
        Reviewers = [Ben],
        Participants = [Cora],
        SourceBranch = "search",
        TargetBranch = "main",
    };

    public static PullRequestEvent Opened { get; } = Of(PullRequestEventKind.Opened, Ann);

    public static PullRequestEvent Of(PullRequestEventKind kind, ForgePerson actor, string id = "1") => new()
    {
        Source = "hub",
        EventId = id,
        Kind = kind,
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Actor = actor,
        PullRequest = Seven,
    };

    public static PullRequestEvent Comment(ForgePerson actor, string text, string id = "1", string comment = "c1") =>
        Of(PullRequestEventKind.Commented, actor, id) with { Comment = new PullRequestComment(comment, text, actor) };

    public static HandledEvent Handled(PullRequestEvent e, DateTimeOffset at, params Recipient[] recipients) => new()
    {
        Event = e,
        Names = ThreadNames.Of(e.PullRequest),
        ReceivedAt = at,
        Recipients = recipients,
        Settings = new NotificationSettings(),
    };
}
