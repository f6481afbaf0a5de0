namespace Postroom.People.Links;

/// <summary>A link that a person gets by mail, as it is kept: never its token.</summary>
public sealed record AccountLink
{
    /// <summary>Names the link; opens nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for.</summary>
    public required LinkPurpose Purpose { get; init; }

    /// <summary>The app whose page it leads to; empty: Postroom's own.</summary>
    public string App { get; init; } = "";

    /// <summary>The user it is about; null: somebody who is no user of Postroom, or not yet.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The address it is mailed to.</summary>
    public required string Email { get; init; }

    /// <summary>The name of the person; null: unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The language of the letter, such as <c>ja</c>; null: the product's.</summary>
    public string? Language { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is worth nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The caller's key that makes a repeated order harmless; null: none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 over what the caller ordered (hex); null without a key.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The mail that carries it; null: it was not accepted yet.</summary>
    public string? MessageId { get; init; }

    /// <summary>Whose links die together: the user's, or those of the address without regard to case.</summary>
    public string Person => UserId?.ToString("N") ?? Email.ToUpperInvariant();
}

/// <summary>What a link is for.</summary>
public enum LinkPurpose
{
    /// <summary>A new user sets the first password. 72 hours.</summary>
    SetPassword = 0,

    /// <summary>A user sets another password. 1 hour.</summary>
    Reset = 1,

    /// <summary>An invited person becomes a user. 7 days.</summary>
    Invitation = 2,

    /// <summary>Somebody who signs up shows that the address is theirs. 24 hours.</summary>
    Confirm = 3,

    /// <summary>A user shows that the new address is theirs. 24 hours.</summary>
    ChangeAddress = 4,
}
