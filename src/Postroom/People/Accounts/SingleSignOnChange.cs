namespace Postroom.People.Accounts;

/// <summary>A change to how a user may sign on, as the letter tells it.</summary>
/// <param name="Provider">What a reader knows the provider by.</param>
/// <param name="IsLinked">Whether the account there lets the user in from now on; else it does no more.</param>
/// <param name="At">When.</param>
/// <param name="Ip">Where it was asked from; null: unknown.</param>
public sealed record SingleSignOnChange(string Provider, bool IsLinked, DateTimeOffset At, string? Ip);
