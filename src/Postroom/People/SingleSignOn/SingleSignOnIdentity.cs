namespace Postroom.People.SingleSignOn;

/// <summary>Who somebody is, as the provider says.</summary>
/// <param name="Issuer">Which provider.</param>
/// <param name="Subject">Names the person there for ever; the address may change and be given to somebody else.</param>
/// <param name="Email">The address; null: not told.</param>
/// <param name="IsConfirmed">Whether the provider says that the address was shown to be theirs.</param>
/// <param name="Name">The name; null: not told.</param>
public sealed record SingleSignOnIdentity(string Issuer, string Subject, string? Email, bool IsConfirmed, string? Name);
