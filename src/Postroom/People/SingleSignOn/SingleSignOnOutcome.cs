namespace Postroom.People.SingleSignOn;

/// <summary>What became of a sign-on.</summary>
public abstract record SingleSignOnOutcome
{
    private protected SingleSignOnOutcome() { }

    /// <summary>The provider vouches for a user.</summary>
    /// <param name="User">The user.</param>
    /// <param name="NeedsCode">Whether the code of the second factor is wanted first.</param>
    /// <param name="To">Where to go afterwards; null: to the first page.</param>
    public sealed record SignedIn(User User, bool NeedsCode, string? To) : SingleSignOnOutcome;

    /// <summary>A signed-in user's account is linked with the one at the provider.</summary>
    /// <param name="User">The user.</param>
    public sealed record Linked(User User) : SingleSignOnOutcome;

    /// <summary>Nobody comes in, or nothing is linked.</summary>
    /// <param name="Cause">Why.</param>
    /// <param name="IsLinking">Whether a signed-in user wanted to link the account, rather than somebody to come in.</param>
    public sealed record Refused(SingleSignOnRefusal Cause, bool IsLinking = false) : SingleSignOnOutcome;
}

/// <summary>Why nobody comes in, or nothing is linked.</summary>
public enum SingleSignOnRefusal
{
    /// <summary>It is switched off.</summary>
    Off = 0,

    /// <summary>The answer is for no sign-on of this browser, or came too late.</summary>
    Expired = 1,

    /// <summary>The person or the provider said no.</summary>
    Denied = 2,

    /// <summary>The provider cannot be reached, or answered what cannot be used; the log says what.</summary>
    Failed = 3,

    /// <summary>The provider does not say that the address is theirs.</summary>
    Unconfirmed = 4,

    /// <summary>The address is of a domain that may not come in.</summary>
    Domain = 5,

    /// <summary>There is no user of this address, and none is made.</summary>
    Unknown = 6,

    /// <summary>The user of this address is linked to another person of the provider, or is shut out.</summary>
    Closed = 7,

    /// <summary>Linking: the account at the provider, or its address, belongs to another user.</summary>
    Taken = 8,

    /// <summary>Linking: the user is linked with an account of the provider already.</summary>
    Linked = 9,
}
