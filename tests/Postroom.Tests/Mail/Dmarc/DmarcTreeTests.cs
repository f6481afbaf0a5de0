using Postroom.Mail.Dmarc;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Dmarc;

public sealed class DmarcTreeTests
{
    readonly ZoneResolver _dns = new();

    Task<DmarcLookup> WalkAsync(string domain) => new DmarcTree(_dns).WalkAsync(domain, TestContext.Current.CancellationToken);

    async Task<DmarcLookup.Known> KnownAsync(string domain) => Assert.IsType<DmarcLookup.Known>(await WalkAsync(domain));

    [Fact]
    public async Task Takes_the_domains_own_record()
    {
        _dns.Text("_dmarc.example.com", "v=DMARC1; p=reject").Text("_dmarc.news.example.com", "v=DMARC1; p=none");

        var known = await KnownAsync("news.example.com");

        Assert.Equal("example.com", known.OrganisationalDomain);
        Assert.Equal((DmarcPolicy.None, "_dmarc.news.example.com"), (known.Policy!.PolicyFor("news.example.com"), known.Policy.Name));
    }

    [Fact]
    public async Task Takes_the_organisations_policy_for_what_is_below_it()
    {
        _dns.Text("_dmarc.example.com", "v=DMARC1; p=none; sp=quarantine");

        var known = await KnownAsync("a.news.example.com");

        Assert.Equal(DmarcPolicy.Quarantine, known.Policy!.PolicyFor("a.news.example.com"));
    }

    [Fact]
    public async Task A_public_suffix_ends_one_label_above_the_organisation()
    {
        _dns.Text("_dmarc.example", "v=DMARC1; p=reject; psd=y");

        var known = await KnownAsync("a.shop.example");

        Assert.Equal("shop.example", known.OrganisationalDomain);
        Assert.Equal("example", known.Policy!.Domain);
    }

    [Fact]
    public async Task A_domain_that_says_it_is_one_organisation_ends_the_walk()
    {
        _dns.Text("_dmarc.dept.example.com", "v=DMARC1; p=none; psd=n").Text("_dmarc.example.com", "v=DMARC1; p=none");

        Assert.Equal("dept.example.com", (await KnownAsync("a.dept.example.com")).OrganisationalDomain);
    }

    [Fact]
    public async Task Without_any_record_a_domain_stands_for_itself()
    {
        var known = await KnownAsync("www.example.com");

        Assert.Equal(new DmarcLookup.Known("www.example.com", null), known);
    }

    [Fact]
    public async Task A_long_domain_asks_eight_names_at_most()
    {
        await WalkAsync("a.b.c.d.e.f.g.h.i.j.example.com");

        Assert.Equal(
            ["_dmarc.a.b.c.d.e.f.g.h.i.j.example.com", "_dmarc.f.g.h.i.j.example.com", "_dmarc.com"],
            new[] { _dns.Questions[0].Name, _dns.Questions[1].Name, _dns.Questions[^1].Name });
        Assert.Equal(8, _dns.Questions.Count);
    }

    [Theory, InlineData("v=DMARC1; p=sometimes"), InlineData("v=DMARC1; p=none; p=reject"), InlineData("v=DMARC1; none")]
    public async Task Says_that_a_record_cannot_be_read(string text)
    {
        _dns.Text("_dmarc.example.com", text);

        Assert.Equal("_dmarc.example.com", Assert.IsType<DmarcLookup.Wrong>(await WalkAsync("example.com")).Name);
    }

    [Fact]
    public async Task Says_that_there_are_two_records()
    {
        _dns.Text("_dmarc.example.com", "v=DMARC1; p=none").Text("_dmarc.example.com", "v=DMARC1; p=reject");

        Assert.Equal(2, Assert.IsType<DmarcLookup.Wrong>(await WalkAsync("example.com")).Texts.Count);
    }

    [Theory, InlineData("v=dmarc1; p=none"), InlineData("p=none; v=DMARC1"), InlineData("v=spf1 -all"), InlineData("")]
    public async Task What_is_no_DMARC_record_does_not_count(string text)
    {
        _dns.Text("_dmarc.example.com", text);

        Assert.Null((await KnownAsync("example.com")).Policy);
    }

    [Fact]
    public async Task Knows_nothing_when_DNS_is_silent()
    {
        _dns.Silent("_dmarc.example.com");

        Assert.IsType<DmarcLookup.Unavailable>(await WalkAsync("example.com"));
    }

    [Theory]
    [InlineData("news.example.com", "example.com", false, true)]
    [InlineData("news.example.com", "bounces.example.com", false, true)]
    [InlineData("news.example.com", "example.com", true, false)]
    [InlineData("Example.com", "example.com", true, true)]
    [InlineData("example.com", "example.org", false, false)]
    public async Task Aligns_within_an_organisation_or_strictly(string one, string other, bool isStrict, bool expected)
    {
        _dns.Text("_dmarc.example.com", "v=DMARC1; p=none").Text("_dmarc.example.org", "v=DMARC1; p=none");

        Assert.Equal(expected, await new DmarcTree(_dns).AreAlignedAsync(one, other, isStrict, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Reads_every_tag_that_counts()
    {
        Assert.True(DmarcRecord.TryParse("v=DMARC1;p=Quarantine ; sp=reject; adkim=s; aspf=S; t=y; pct=20; fo=1;", out var record));
        Assert.Equal(new DmarcRecord(DmarcPolicy.Quarantine, DmarcPolicy.Reject, true, true, DmarcSuffix.Unknown, true), record);
    }
}
