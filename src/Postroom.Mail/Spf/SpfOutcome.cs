using System.Net;

namespace Postroom.Mail.Spf;

/// <summary>What to ask SPF.</summary>
/// <param name="Ip">The address that sends. IPv4 in IPv6 clothes counts as IPv4 (RFC 7208 §5).</param>
/// <param name="Sender">The envelope sender, such as <c>a@example.com</c>; empty: postmaster of <paramref name="Helo"/> (RFC 7208 §2.4).</param>
/// <param name="Helo">The name the sender says after EHLO.</param>
public sealed record SpfRequest(IPAddress Ip, string Sender, string Helo);

/// <summary>What SPF answered.</summary>
/// <param name="Result">The result.</param>
/// <param name="Domain">The domain whose record decided; where there was none, the one asked for.</param>
/// <param name="Term">The term that decided, such as <c>-all</c>, or that is wrong; null: none.</param>
/// <param name="Problem">Why it is an error.</param>
/// <param name="Detail">More about the problem in plain English, such as the resolver's words; null: no more.</param>
public sealed record SpfOutcome(SpfResult Result, string Domain, string? Term, SpfProblem Problem, string? Detail)
{
    /// <summary>The domain's own words to whoever fails (RFC 7208 §6.2): written by a stranger. Null: none.</summary>
    public string? Explanation { get; init; }

    /// <summary>How many look-ups were counted; at most 10 are allowed.</summary>
    public int Lookups { get; init; }

    internal static SpfOutcome Error(SpfProblem problem, string domain, string? term, string? detail = null) => new(
        problem is SpfProblem.DnsUnavailable or SpfProblem.TimedOut ? SpfResult.TempError : SpfResult.PermError, domain, term, problem, detail);

    internal static SpfOutcome Decided(SpfResult result, string domain, string? term) => new(result, domain, term, SpfProblem.None, null);
}
