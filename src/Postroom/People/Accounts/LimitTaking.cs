namespace Postroom.People.Accounts;

/// <summary>What was taken of limits for one attempt.</summary>
/// <param name="Wait">How long to wait, when it is one too many; null: it is not.</param>
/// <param name="Taken">What can be given back when the attempt was right: limits and keys.</param>
public sealed record LimitTaking(TimeSpan? Wait, IReadOnlyList<(RequestLimit Limit, string Key)> Taken);
