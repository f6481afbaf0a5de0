namespace Postroom.People.SignOn;

/// <summary>What became of a sign-on.</summary>
public abstract record SignOnOutcome
{
    private protected SignOnOutcome() { }

    /// <summary>The provider vouches for a user.</summary>
    /// <param name="User">The user.</param>
    /// <param name="NeedsCode">Whether the code of the second factor is wanted first.</param>
    /// <param name="To">Where to go afterwards; null: to the first page.</param>
    public sealed record SignedIn(User User, bool NeedsCode, string? To) : SignOnOutcome;

    /// <summary>Nobody comes in.</summary>
    public sealed record Refused(SignOnRefusal Cause) : SignOnOutcome;
}

/// <summary>Why nobody comes in.</summary>
public enum SignOnRefusal
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

    /// <summary>The user of this address is tied to another person of the provider, or is shut out.</summary>
    Closed = 7,
}
