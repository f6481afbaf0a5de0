using Postroom.Settings;

namespace Postroom.People;

/// <summary>What became of set-up.</summary>
public abstract record SetUpOutcome
{
    private protected SetUpOutcome() { }

    /// <summary>The administrator is made.</summary>
    public sealed record Completed(User User) : SetUpOutcome;

    /// <summary>Something has to be filled in differently.</summary>
    /// <param name="Problems">Everything that is wrong, in the order of the page.</param>
    public sealed record Invalid(IReadOnlyList<SettingsProblem> Problems) : SetUpOutcome;

    /// <summary>The link is not, or no more, the right one, or somebody can sign in already.</summary>
    public sealed record Closed : SetUpOutcome;
}
