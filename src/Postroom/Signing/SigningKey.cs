using Postroom.Mail.Dkim;

namespace Postroom.Signing;

/// <summary>One key of a From domain, as it is kept. Its private half is protected and never shown.</summary>
/// <param name="Domain">The domain that signs with it, in wire form, lower case.</param>
/// <param name="Selector">Its name within the domain, such as <c>pr2026a</c>: one or more DNS labels, lower case (RFC 6376 §3.1).</param>
/// <param name="Algorithm">How it signs.</param>
/// <param name="PublicKey">The public half in base64, as the record has it.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="CreatedAt">When it was made or brought in.</param>
public sealed record SigningKey(
    string Domain, string Selector, DkimAlgorithm Algorithm, string PublicKey, SigningKeyState State, DateTimeOffset CreatedAt)
{
    /// <summary>When it last became active; null: never yet.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>When another took its place; null: it has not happened.</summary>
    public DateTimeOffset? RetiringAt { get; init; }

    /// <summary>When its private half was wiped; null: it has not been.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The private half, protected; empty: wiped.</summary>
    public string ProtectedKey { get; init; } = "";

    /// <summary>The name of its TXT record, such as <c>pr2026a._domainkey.example.com</c> (RFC 6376 §3.6.2.1).</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>The text of its TXT record.</summary>
    public string Record => DkimKey.RecordOf(Algorithm, PublicKey);

    /// <inheritdoc/>
    public override string ToString() => $"{RecordName} ({Algorithm}, {State})";
}

/// <summary>Where a key is in its life. The numbers are stored.</summary>
public enum SigningKeyState
{
    /// <summary>Made; its record is to be published. It signs nothing.</summary>
    Prepared = 0,

    /// <summary>It signs.</summary>
    Active = 1,

    /// <summary>Another signs in its place; its record stays published for the mail that is still on the way.</summary>
    Retiring = 2,

    /// <summary>Over: its private half is wiped, its record may go.</summary>
    Retired = 3,
}
