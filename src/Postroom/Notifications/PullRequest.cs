using System.Text.Json.Serialization;

namespace Postroom.Notifications;

/// <summary>A pull request (merge request) of any forge. All text is the forge's users' and is never trusted.</summary>
public sealed record PullRequest
{
    /// <summary>The kind of forge: <c>bitbucket-server</c>, <c>bitbucket-cloud</c>, <c>github</c>, <c>gitlab</c>, <c>gitea</c> or <c>other</c>.</summary>
    public required string Forge { get; init; }

    /// <summary>The project, owner or group, such as <c>PROJ</c>, <c>~jane</c> or <c>octo-org</c>.</summary>
    public required string Project { get; init; }

    /// <summary>The repository within it.</summary>
    public required string Repository { get; init; }

    /// <summary>The number people call it by, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The description as its author wrote it; null: none.</summary>
    public string? Description { get; init; }

    /// <summary>Its page: http or https; null: the forge did not say and no base address is known.</summary>
    public Uri? Url { get; init; }

    /// <summary>Who opened it; null: the payload does not say.</summary>
    public ForgePerson? Author { get; init; }

    /// <summary>Who is asked to review, or has.</summary>
    public IReadOnlyList<ForgePerson> Reviewers { get; init; } = [];

    /// <summary>Whom it is assigned to.</summary>
    public IReadOnlyList<ForgePerson> Assignees { get => field ?? []; init; } = [];

    /// <summary>Who else took part, as far as the forge says.</summary>
    public IReadOnlyList<ForgePerson> Participants { get; init; } = [];

    /// <summary>The branch with the changes; null: unknown.</summary>
    public string? SourceBranch { get; init; }

    /// <summary>The branch they go to; null: unknown.</summary>
    public string? TargetBranch { get; init; }

    /// <summary>Whether it is a draft.</summary>
    public bool IsDraft { get; init; }

    /// <summary>How many have approved of those who are to; null: the forge does not say.</summary>
    public ApprovalCount? Approvals { get; init; }

    /// <summary>Whether its forge calls it a merge request.</summary>
    [JsonIgnore]
    public bool IsMergeRequest => Forge == "gitlab";
}

/// <summary>A person as a forge names them.</summary>
/// <param name="Login">The name they sign in with, unique in their forge.</param>
/// <param name="Name">The name shown; null: unknown.</param>
/// <param name="Email">The address the payload carries; null: none, or one that takes no mail (noreply, redacted).</param>
/// <param name="Language">The language tag the payload carries; null: unknown.</param>
/// <param name="IsBot">Whether the forge says it is a program.</param>
public sealed record ForgePerson(
    string Login, string? Name = null, string? Email = null, string? Language = null, bool IsBot = false)
{
    /// <summary>What they are called: the name shown, else the login.</summary>
    [JsonIgnore]
    public string Called => string.IsNullOrWhiteSpace(Name) ? Login : Name;
}

/// <summary>A comment.</summary>
/// <param name="Id">The forge's id, unique in the pull request, the same when it is edited or deleted.</param>
/// <param name="Text">The text as written, Markdown of the forge's kind; empty: none.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="ParentId">The comment it answers; null: none.</param>
/// <param name="Url">Its page; null: unknown.</param>
/// <param name="File">The file it is about; null: none.</param>
/// <param name="Line">The line in that file, from 1; null: none.</param>
/// <param name="Discussion">The thread of comments it belongs to, where the forge says that and not what it answers; null: none.</param>
public sealed record PullRequestComment(
    string Id, string Text, ForgePerson Author, string? ParentId = null, Uri? Url = null, string? File = null,
        int? Line = null, string? Discussion = null)
{
    /// <summary>The lines of the change it is about, as a unified diff; null: the payload has none.</summary>
    public string? Hunk { get; init; }

    /// <summary>Whether something is to be done, and is; null: it is a comment and nothing more.</summary>
    public CommentTask? Task { get; init; }
}
