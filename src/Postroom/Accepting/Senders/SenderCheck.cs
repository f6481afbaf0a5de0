using Postroom.Mail.Addresses;
using Postroom.Settings;
using static System.FormattableString;

namespace Postroom.Accepting.Senders;

/// <summary>
/// Says whether an app may name an address as From. Without rules of its own an app may name its own sender, that of
/// the mail server settings where it has none, and every address of the domains that are verified.
/// </summary>
public sealed class SenderCheck(ISenderIdentity identity, IVerifiedDomains domains)
{
    const int MostShown = 5;

    /// <summary>What an app may name now.</summary>
    /// <param name="rules">Its rules; empty: the default.</param>
    /// <param name="sender">Its own sender as it is kept; null: it has none.</param>
    public IReadOnlyList<SenderRule> Allowed(IReadOnlyList<SenderRule> rules, string? sender)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var given = sender is null ? null : MailboxParser.Parse(sender) as MailboxParse.Parsed;
        var own = given?.Mailbox ?? identity.Current.From;
        IEnumerable<SenderRule> first = own is null ? [] : [SenderRule.Of(own.Address)];
        var others = rules.Count > 0
            ? rules
            : domains.Verified.Select(name => SenderRule.TryParse(name, out var rule) ? rule : null)
                .OfType<SenderRule>();
        return [.. first.Concat(others).Distinct()];
    }

    /// <summary>Whether the address may be named.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowed">See <see cref="Allowed"/>.</param>
    /// <returns>Null: it may; else what is allowed and how to change that, to follow the name of the field.</returns>
    public static string? Problem(EmailAddress address, IReadOnlyList<SenderRule> allowed)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(allowed);
        return allowed.Any(rule => rule.Allows(address))
            ? null
            : $"is {address}, which this app may not use as From. {Shown(allowed)} An administrator can allow more on the page Apps.";
    }

    static string Shown(IReadOnlyList<SenderRule> allowed) => allowed.Count switch
    {
        0 => "Nothing is allowed yet, as no sender is set and no domain is verified.",
        <= MostShown => $"Allowed: {string.Join(", ", allowed)}.",
        _ => Invariant($"Allowed: {string.Join(", ", allowed.Take(MostShown))} and {allowed.Count - MostShown} more."),
    };
}
