using Postroom.Settings;

namespace Postroom.People.Accounts;

/// <summary>What became of a change to an account.</summary>
public abstract record AccountOutcome
{
    private protected AccountOutcome() { }

    /// <summary>It is done.</summary>
    /// <param name="User">The user as it is now.</param>
    public sealed record Done(User User) : AccountOutcome;

    /// <summary>It is done, but the mail could not be accepted.</summary>
    /// <param name="User">The user as it is now.</param>
    /// <param name="Reason">Why there is no mail, in words for an administrator.</param>
    public sealed record NotMailed(User User, string Reason) : AccountOutcome;

    /// <summary>Something has to be filled in differently; nothing was changed.</summary>
    /// <param name="Problems">Everything that is wrong, in the order of the page.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : AccountOutcome;

    /// <summary>The link is used, expired, ended or unknown, or the user is gone or may not do this any more: nobody is told which.</summary>
    public sealed record Gone : AccountOutcome;

    /// <summary>The last administrator cannot be taken away.</summary>
    public sealed record LastAdministrator : AccountOutcome;
}
