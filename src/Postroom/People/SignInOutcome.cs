namespace Postroom.People;

/// <summary>What became of a sign-in.</summary>
public abstract record SignInOutcome
{
    private protected SignInOutcome() { }

    /// <summary>The password was right.</summary>
    public sealed record SignedIn(User User) : SignInOutcome;

    /// <summary>The password was right, and a code of the second factor is needed (<see cref="Factors.SignInCode"/>).</summary>
    public sealed record NeedsCode(User User) : SignInOutcome;

    /// <summary>It was not, or there is no such user, or the user is locked: which of them is never said.</summary>
    public sealed record Refused : SignInOutcome;
}
