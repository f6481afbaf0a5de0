namespace Postroom.Mail.Dkim;

/// <summary>What a signature says besides what it covers.</summary>
/// <param name="Domain">The domain that signs, <c>d=</c>, in wire form.</param>
/// <param name="Selector">Which of its keys, <c>s=</c>.</param>
/// <param name="SignedAt">When, <c>t=</c>.</param>
public sealed record DkimSignature(string Domain, string Selector, DateTimeOffset SignedAt)
{
    /// <summary>The subdomain it signs for, <c>i=</c>, in wire form; null: the domain itself.</summary>
    public string? Identity { get; init; }

    /// <summary>When it no longer counts, <c>x=</c>; null, the default: never, because mail may wait for days on the way.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
