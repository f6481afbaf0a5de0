using Postroom.MailServers.OAuth;

namespace Postroom.MailServers;

/// <summary>A field that is written and never shown: its secret is stored protected, for what it was entered for alone.</summary>
/// <param name="Name">Its name in form and configuration; with <c>File</c> behind it, the configuration names a file.</param>
/// <param name="Purpose">What the protected text is good for; changing it loses every stored one.</param>
/// <param name="MaximumLength">The most characters.</param>
sealed record SecretField(string Name, string Purpose, int MaximumLength)
{
    public static SecretField Password { get; } = new("Password", "mail server password", FormReader.MaximumLength)
    {
        MissingKey = "Problem.Password.Missing",
        EnterAgainKey = "Problem.Password.EnterAgain",
        LostKey = "Problem.Password.Lost",
        Typed = secrets => secrets.Password,
        Type = (secrets, text) => secrets with { Password = text },
        Stored = settings => settings.Password,
        Store = (settings, stored) => settings with { Password = stored },
    };

    public static SecretField ClientSecret { get; } = new("ClientSecret", "mail server client secret", FormReader.MaximumLength)
    {
        MissingKey = "Problem.ClientSecret.Missing",
        Typed = secrets => secrets.ClientSecret,
        Type = (secrets, text) => secrets with { ClientSecret = text },
        Stored = settings => settings.ClientSecret,
        Store = (settings, stored) => settings with { ClientSecret = stored },
    };

    public static SecretField RefreshToken { get; } = new("RefreshToken", "mail server refresh token", 8 * 1024)
    {
        MissingKey = "Problem.RefreshToken.Missing",
        Typed = secrets => secrets.RefreshToken,
        Type = (secrets, text) => secrets with { RefreshToken = text },
        Stored = settings => settings.RefreshToken,
        Store = (settings, stored) => settings with { RefreshToken = stored },
    };

    public static SecretField ServiceAccountKey { get; } = new("ServiceAccountKey", "mail server service account key", OAuth.ServiceAccountKey.MaximumLength)
    {
        MissingKey = "Problem.ServiceAccountKey.Missing",
        Typed = secrets => secrets.ServiceAccountKey,
        Type = (secrets, text) => secrets with { ServiceAccountKey = text },
        Stored = settings => settings.ServiceAccountKey,
        Store = (settings, stored) => settings with { ServiceAccountKey = stored },
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SecretField> All { get; } = [Password, ClientSecret, RefreshToken, ServiceAccountKey];

    /// <summary>The text that says that it is missing.</summary>
    public required string MissingKey { get; init; }

    /// <summary>The text that says that it was entered for something else.</summary>
    public string EnterAgainKey { get; init; } = "Problem.Secret.EnterAgain";

    /// <summary>The text that says that the keys to read it are gone.</summary>
    public string LostKey { get; init; } = "Problem.Secret.Lost";

    /// <summary>What was typed; null or empty: nothing.</summary>
    public required Func<SignInSecrets, string?> Typed { get; init; }

    /// <summary>The secrets with this one typed.</summary>
    public required Func<SignInSecrets, string?, SignInSecrets> Type { get; init; }

    /// <summary>What is stored; null: nothing.</summary>
    public required Func<MailServerSettings, StoredPassword?> Stored { get; init; }

    /// <summary>The settings with this stored.</summary>
    public required Func<MailServerSettings, StoredPassword?, MailServerSettings> Store { get; init; }

    /// <summary>The secrets that a sign-in uses; of an app without a secret of its own the first may be missing.</summary>
    public static IReadOnlyList<SecretField> UsedBy(MailServerSettings settings) => settings switch
    {
        { Anonymous: true } => [],
        { SignIn: SignInKind.Password } => [Password],
        { Grant: GrantKind.RefreshToken } => [ClientSecret, RefreshToken],
        { Grant: GrantKind.ServiceAccount } => [ServiceAccountKey],
        _ => [ClientSecret],
    };

    /// <summary>Whether the sign-in can do without it: a public client has no secret (RFC 6749 §2.1).</summary>
    public bool IsOptional(MailServerSettings settings) => this == ClientSecret && settings.Grant == GrantKind.RefreshToken;

    /// <summary>What it was or is entered for.</summary>
    public string ScopeOf(MailServerSettings settings) => this == Password ? PasswordScope.Of(settings) : PasswordScope.OfOAuth(settings);

    /// <summary>Why the sign-in cannot use it; null: it can.</summary>
    public string? ProblemOf(MailServerSettings settings) =>
        IsOptional(settings) ? null
        : Stored(settings) is not { } stored ? MissingKey
        : stored.EnteredFor != ScopeOf(settings) ? EnterAgainKey
        : null;

    /// <summary>The settings with whatever other settings have stored of all secrets.</summary>
    public static MailServerSettings Carry(MailServerSettings settings, MailServerSettings from) =>
        All.Aggregate(settings, (into, field) => field.Store(into, field.Stored(from)));
}
