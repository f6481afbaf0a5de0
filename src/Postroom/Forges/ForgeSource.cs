namespace Postroom.Forges;

/// <summary>A forge that sends webhooks: one address and one secret.</summary>
public sealed record ForgeSource
{
    /// <summary>Its id, the last part of its webhook's address: 22 characters of base64url, of 128 random bits.</summary>
    public required string Id { get; init; }

    /// <summary>What it runs.</summary>
    public required ForgeKind Kind { get; init; }

    /// <summary>The name people gave it, unique, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The address of its pages, for payloads without links; null: unknown.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The secret that it signs with, protected by <see cref="Settings.SecretProtector"/> and bound to <see cref="Id"/>.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>The token it is asked with who is concerned by a pull request, protected as the secret is; null: it is not asked.</summary>
    public string? ProtectedReadToken { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its secret was set last.</summary>
    public required DateTimeOffset SecretSetAt { get; init; }

    /// <summary>Names it without its secret.</summary>
    public override string ToString() => $"{Kind.Word()} {Name}";
}
