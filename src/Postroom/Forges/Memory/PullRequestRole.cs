namespace Postroom.Forges.Memory;

/// <summary>What somebody is to a pull request. The numbers are stored.</summary>
public enum PullRequestRole
{
    /// <summary>They opened it.</summary>
    Author = 0,

    /// <summary>They are asked to review.</summary>
    Asked = 1,

    /// <summary>They gave a verdict, asked or not.</summary>
    Reviewed = 2,

    /// <summary>It is assigned to them.</summary>
    Assignee = 3,

    /// <summary>They wrote a comment.</summary>
    Commenter = 4,

    /// <summary>The forge counts them among those who took part.</summary>
    Participant = 5,
}
