using Postroom.Mail.Addresses;

namespace Postroom.People.Accounts;

/// <summary>Who may become a user without an administrator, and how long people stay signed in. Settings document <c>people</c>.</summary>
public sealed record PeopleSettings
{
    /// <summary>The name of the document.</summary>
    public const string Document = "people";

    /// <summary>The most domains.</summary>
    public const int MaximumDomains = 100;

    /// <summary>Whether anybody may sign up with an address of <see cref="AllowedDomains"/>. The default value is <see langword="false"/>.</summary>
    public bool AllowSignUp { get; init; }

    /// <summary>Whether users may invite others with an address of <see cref="AllowedDomains"/>. The default value is <see langword="false"/>.</summary>
    public bool AllowUserInvitations { get; init; }

    /// <summary>The domains of addresses that may sign up or be invited by users, in A-labels (RFC 5891), no subdomains; empty: any.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];

    /// <summary>The longest <see cref="SessionDays"/>.</summary>
    public const int MaximumSessionDays = 365;

    /// <summary>After so many days a session ends however much it is used, 1 to 365. A change holds for sessions that have begun, too. The default value is 30.</summary>
    public int SessionDays { get; init; } = 30;

    /// <summary>Whether an address may sign up or be invited by a user. Administrators invite whom they like.</summary>
    public bool Allows(EmailAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return AllowedDomains.Count == 0 || AllowedDomains.Contains(address.Domain.Ascii, StringComparer.OrdinalIgnoreCase);
    }
}
