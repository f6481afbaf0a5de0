using System.Net;

namespace Postroom.Mail.Spf;

/// <summary>One term of an SPF record (RFC 7208 §4.6.1).</summary>
/// <param name="Text">The term as it stands there.</param>
public abstract record SpfTerm(string Text)
{
    /// <summary>A term that can match the sending address.</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches: that of its qualifier (RFC 7208 §4.6.2).</param>
    public abstract record Mechanism(string Text, SpfResult OnMatch) : SpfTerm(Text)
    {
        /// <summary>Whether it counts among the ten look-ups (RFC 7208 §4.6.4).</summary>
        public bool CountsAsLookup => this is not (All or Network);
    }

    /// <summary>all (RFC 7208 §5.1).</summary>
    public sealed record All(string Text, SpfResult OnMatch) : Mechanism(Text, OnMatch);

    /// <summary>include (RFC 7208 §5.2).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches.</param>
    /// <param name="Domain">The other domain, macros not expanded.</param>
    public sealed record Include(string Text, SpfResult OnMatch, string Domain) : Mechanism(Text, OnMatch);

    /// <summary>a (RFC 7208 §5.3).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches.</param>
    /// <param name="Domain">Whose addresses, macros not expanded; null: the record's own domain.</param>
    /// <param name="Prefix4">How many bits of an IPv4 address count, 0 to 32.</param>
    /// <param name="Prefix6">How many bits of an IPv6 address count, 0 to 128.</param>
    public sealed record Address(string Text, SpfResult OnMatch, string? Domain, int Prefix4, int Prefix6) : Mechanism(Text, OnMatch);

    /// <summary>mx (RFC 7208 §5.4).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches.</param>
    /// <param name="Domain">Whose mail exchangers, macros not expanded; null: the record's own domain.</param>
    /// <param name="Prefix4">How many bits of an IPv4 address count, 0 to 32.</param>
    /// <param name="Prefix6">How many bits of an IPv6 address count, 0 to 128.</param>
    public sealed record Exchangers(string Text, SpfResult OnMatch, string? Domain, int Prefix4, int Prefix6) : Mechanism(Text, OnMatch);

    /// <summary>ptr (RFC 7208 §5.5), which nobody should use any more.</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches.</param>
    /// <param name="Domain">The domain the name must be in, macros not expanded; null: the record's own domain.</param>
    public sealed record Reverse(string Text, SpfResult OnMatch, string? Domain) : Mechanism(Text, OnMatch);

    /// <summary>ip4 or ip6 (RFC 7208 §5.6).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches.</param>
    /// <param name="Ip">The address.</param>
    /// <param name="Prefix">How many of its bits count.</param>
    public sealed record Network(string Text, SpfResult OnMatch, IPAddress Ip, int Prefix) : Mechanism(Text, OnMatch);

    /// <summary>exists (RFC 7208 §5.7).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="OnMatch">The result when it matches.</param>
    /// <param name="Domain">The name that must have an IPv4 address, macros not expanded.</param>
    public sealed record Exists(string Text, SpfResult OnMatch, string Domain) : Mechanism(Text, OnMatch);

    /// <summary>redirect= (RFC 7208 §6.1).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="Domain">Whose record counts instead, macros not expanded.</param>
    public sealed record Redirect(string Text, string Domain) : SpfTerm(Text);

    /// <summary>exp= (RFC 7208 §6.2).</summary>
    /// <param name="Text">The term.</param>
    /// <param name="Domain">Where the explanation is, macros not expanded.</param>
    public sealed record Explanation(string Text, string Domain) : SpfTerm(Text);

    /// <summary>A modifier that nobody here knows, which means nothing (RFC 7208 §6).</summary>
    public sealed record OtherModifier(string Text) : SpfTerm(Text);
}
