namespace Postroom.People;

/// <summary>The names of the authorization policies, one for each role. Each includes the roles above it.</summary>
public static class PeoplePolicies
{
    /// <summary>May change settings, apps and people.</summary>
    public const string Administrator = "postroom-administrator";

    /// <summary>May retry, cancel and empty.</summary>
    public const string Operator = "postroom-operator";

    /// <summary>May look.</summary>
    public const string Viewer = "postroom-viewer";

    /// <summary>May see the own pages, as everybody who is signed in.</summary>
    public const string Member = "postroom-member";
}
