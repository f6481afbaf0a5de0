namespace Postroom.People.Accounts;

/// <summary>How often one key, such as an address, may ask: so many at once, then one more each period.</summary>
/// <param name="Name">Tells limits apart.</param>
/// <param name="AtOnce">How many at once, at least 1.</param>
/// <param name="Period">After which one more may be asked for.</param>
public sealed record RequestLimit(string Name, int AtOnce, TimeSpan Period);
