namespace Postroom.People.SingleSignOn;

/// <summary>What the browser keeps, protected, while it is at the provider. It ties the answer to the browser that asked.</summary>
/// <param name="Issuer">Which provider.</param>
/// <param name="State">Comes back with the answer (RFC 6749 §10.12).</param>
/// <param name="Nonce">Comes back in the ID token (OpenID Connect Core 1.0 §3.1.2.1).</param>
/// <param name="Verifier">The secret half of PKCE (RFC 7636 §4.1).</param>
/// <param name="To">Where to go afterwards; null: to the first page.</param>
/// <param name="Until">Good until then.</param>
/// <param name="UserId">The signed-in user who links the account with one of the provider; null: somebody signs on.</param>
/// <param name="Stamp">The session of that user, see <see cref="User.Stamp"/>; null: somebody signs on.</param>
sealed record SingleSignOnNote(
    string Issuer, string State, string Nonce, string Verifier, string? To, DateTimeOffset Until, Guid? UserId = null, string? Stamp = null)
{
    /// <summary>How long somebody may stay at the provider.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Nothing of the secrets.</summary>
    public override string ToString() => nameof(SingleSignOnNote);
}
