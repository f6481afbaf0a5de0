namespace Postroom.People;

/// <summary>What became of a sign-in.</summary>
public abstract record SignInOutcome
{
    private protected SignInOutcome() { }

    /// <summary>The password, or the code after it, was right.</summary>
    public sealed record SignedIn(User User) : SignInOutcome;

    /// <summary>The password was right, and a code of the second factor is needed (<see cref="TwoFactor.SignInCode"/>).</summary>
    public sealed record NeedsCode(User User) : SignInOutcome;

    /// <summary>It was not, or there is no such user, or none who may sign in: which of them is never said.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>There were too many attempts: nothing was tried, be it right or wrong.</summary>
    /// <param name="Wait">How long until the next one.</param>
    public sealed record TooMany(TimeSpan Wait) : SignInOutcome;
}
