using Postroom.Accepting.Senders;
using Postroom.Mail.Addresses;
using Postroom.Settings;

namespace Postroom.Tests.Accepting.Senders;

/// <summary>In whose name an app may send.</summary>
public sealed class SenderCheckTests
{
    [Theory]
    [InlineData("wiki@example.com", "wiki@example.com", true)]
    [InlineData("wiki@example.com", "Wiki@EXAMPLE.com", true)]
    [InlineData("wiki@example.com", "blog@example.com", false)]
    [InlineData("example.com", "anybody@example.com", true)]
    [InlineData("example.com", "anybody@mail.example.com", false)]
    [InlineData("example.com", "anybody@badexample.com", false)]
    [InlineData("*@example.com", "anybody@example.com", true)]
    [InlineData("*.example.com", "anybody@a.b.example.com", true)]
    [InlineData("*.example.com", "anybody@example.com", false)]
    [InlineData("*.example.com", "anybody@badexample.com", false)]
    [InlineData("bücher.example", "wiki@xn--bcher-kva.example", true)]
    [InlineData("xn--bcher-kva.example", "wiki@BÜCHER.example", true)]
    [InlineData("*", "anybody@anywhere.example", true)]
    [InlineData("user@[192.0.2.1]", "user@[192.0.2.1]", true)]
    public void A_rule_allows_what_it_says(string rule, string address, bool isAllowed)
    {
        Assert.True(SenderRule.TryParse(rule, out var read));
        Assert.True(MailboxParser.TryParseAddress(address, out var parsed));

        Assert.Equal(isAllowed, read.Allows(parsed));
    }

    [Theory]
    [InlineData("*example.com"), InlineData("*@"), InlineData("a@*.example.com"), InlineData("@example.com"),
        InlineData("**")]
    [InlineData("example..com"), InlineData("exa mple.com"), InlineData("Wiki <wiki@example.com>"),
        InlineData("*.*.example.com"), InlineData("")]
    public void What_is_no_rule_is_none(string text) => Assert.False(SenderRule.TryParse(text, out _));

    [Fact]
    public void A_rule_is_kept_as_it_reads() => Assert.Equal(
        ["*", "*.example.com", "wiki@example.com"], SenderRules.Kept("*\n*.EXAMPLE.com\nwiki@example.com\n")
            .Select(rule => rule.ToString()));

    [Theory]
    [InlineData(null, "post@example.com shop.example verified.example")]
    [InlineData("Wiki <wiki@example.net>", "wiki@example.net shop.example verified.example")]
    public void Without_rules_it_is_the_sender_and_the_verified_domains(string? sender, string expected) =>
        Assert.Equal(expected, string.Join(' ', Check("shop.example", "verified.example").Allowed([], sender)));

    [Fact]
    public void Rules_stand_in_place_of_the_verified_domains_and_never_of_the_own_sender() => Assert.Equal(
        "wiki@example.net other.example",
        string.Join(' ', Check("verified.example")
            .Allowed(SenderRules.Kept("other.example\nwiki@example.net"), "wiki@example.net")));

    [Fact]
    public void A_refusal_says_what_is_allowed_and_who_can_change_that()
    {
        Assert.True(MailboxParser.TryParseAddress("boss@example.net", out var boss));

        var problem = SenderCheck.Problem(
            boss, Check("a.example", "b.example", "c.example", "d.example", "e.example").Allowed([], null));

        Assert.Equal(
            "is boss@example.net, which this app may not use as From. Allowed: post@example.com, a.example, b.example, c.example, "
            + "d.example and 1 more. An administrator can allow more on the page Apps.",
            problem);
    }

    [Fact]
    public void Where_nothing_is_set_up_it_says_so()
    {
        Assert.True(MailboxParser.TryParseAddress("boss@example.net", out var boss));

        Assert.Contains("no sender is set", SenderCheck.Problem(boss, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_rules_and_rules_that_are_none_are_named()
    {
        var many = string.Join('\n', Enumerable.Range(0, SenderRules.Most + 1).Select(number => $"d{number}.example"));

        Assert.Equal("Problem.SenderRule.TooMany", SenderRules.Read(many, "f").Problem?.MessageKey);
        Assert.Equal(["not a"], SenderRules.Read("example.com,not@", "f").Problem is { } problem ? ["not a"]
            : Array.Empty<string>());
    }

    static SenderCheck Check(params string[] domains) => new(new Identity(), new Domains(domains));

    sealed class Identity : ISenderIdentity
    {
        public SenderIdentity Current { get; } =
            new(((MailboxParse.Parsed)MailboxParser.Parse("Post <post@example.com>")).Mailbox, null, null, "");
    }

    sealed record Domains(IReadOnlyList<string> Verified) : IVerifiedDomains;
}
