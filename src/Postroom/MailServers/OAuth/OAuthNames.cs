namespace Postroom.MailServers.OAuth;

/// <summary>The words of forms, files and the command line.</summary>
public static class OAuthNames
{
    /// <summary>The words for <see cref="SignInKind"/>, in the order of the page.</summary>
    public static IReadOnlyList<string> SignIns { get; } = ["password", "oauth2"];

    /// <summary>The words for <see cref="GrantKind"/>, in the order of the page.</summary>
    public static IReadOnlyList<string> Grants { get; } = ["client-credentials", "refresh-token", "service-account"];

    /// <summary>The word for a way to sign in.</summary>
    public static string Of(SignInKind kind) => SignIns[(int)kind];

    /// <summary>The word for a grant.</summary>
    public static string Of(GrantKind grant) => Grants[(int)grant];

    /// <summary>The way to sign in that a word names; null: none.</summary>
    public static SignInKind? ParseSignIn(string? word) => IndexOf(SignIns, word) is var at and >= 0 ? (SignInKind)at : null;

    /// <summary>The grant that a word names; null: none.</summary>
    public static GrantKind? ParseGrant(string? word) => IndexOf(Grants, word) is var at and >= 0 ? (GrantKind)at : null;

    static int IndexOf(IReadOnlyList<string> words, string? word) =>
        words.ToList().FindIndex(known => known.Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase));
}
