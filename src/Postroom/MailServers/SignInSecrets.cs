namespace Postroom.MailServers;

/// <summary>The secrets typed with a form, or given from outside. Null or empty: not given. Its text never contains them.</summary>
public sealed record SignInSecrets
{
    /// <summary>None.</summary>
    public static SignInSecrets None { get; } = new();

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The secret of the app at the token endpoint.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The refresh token of a user who agreed.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The key file of a service account, JSON.</summary>
    public string? ServiceAccountKey { get; init; }

    /// <summary>A password alone, which is all that most sign-ins have; null: none.</summary>
    public static implicit operator SignInSecrets?(string? password) => FromString(password);

    /// <summary>A password alone; null: none.</summary>
    public static SignInSecrets? FromString(string? password) => string.IsNullOrEmpty(password) ? null : new SignInSecrets { Password = password };

    /// <summary>These, and where one is not given that of others.</summary>
    public SignInSecrets Or(SignInSecrets? other) => SecretField.All.Aggregate(this, (secrets, field) =>
        string.IsNullOrEmpty(field.Typed(secrets)) && other is not null ? field.Type(secrets, field.Typed(other)) : secrets);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SignInSecrets)} ***";
}
