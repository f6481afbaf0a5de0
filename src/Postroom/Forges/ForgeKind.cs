namespace Postroom.Forges;

/// <summary>The kinds of forge whose webhooks are understood.</summary>
public enum ForgeKind
{
    /// <summary>Bitbucket Server and Data Center.</summary>
    BitbucketServer = 0,

    /// <summary>GitHub and GitHub Enterprise.</summary>
    GitHub = 1,

    /// <summary>GitLab.</summary>
    GitLab = 2,

    /// <summary>Gitea, Forgejo and Gogs.</summary>
    Gitea = 3,

    /// <summary>Bitbucket Cloud, bitbucket.org.</summary>
    BitbucketCloud = 4,
}

/// <summary>The names of the kinds of forge in pages, addresses and <see cref="Notifications.PullRequest.Forge"/>.</summary>
public static class ForgeKinds
{
    /// <summary>The word of the kind, such as <c>bitbucket-server</c>.</summary>
    public static string Word(this ForgeKind kind) => kind switch
    {
        ForgeKind.BitbucketServer => "bitbucket-server",
        ForgeKind.GitHub => "github",
        ForgeKind.GitLab => "gitlab",
        ForgeKind.Gitea => "gitea",
        ForgeKind.BitbucketCloud => "bitbucket-cloud",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The name its makers write, such as <c>Gitea, Forgejo</c>. The same in every language.</summary>
    public static string Title(this ForgeKind kind) => kind switch
    {
        ForgeKind.BitbucketServer => "Bitbucket Server / Data Center",
        ForgeKind.GitHub => "GitHub",
        ForgeKind.GitLab => "GitLab",
        ForgeKind.Gitea => "Gitea / Forgejo",
        ForgeKind.BitbucketCloud => "Bitbucket Cloud",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind of this word; null: there is none.</summary>
    public static ForgeKind? Find(string? word)
    {
        foreach (var kind in Enum.GetValues<ForgeKind>())
            if (kind.Word() == word) return kind;
        return null;
    }
}
