using Postroom.Mail.Mime;

namespace Postroom.Tests.Mail.Mime;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a@b.example", "a@b.example")]
    [InlineData("a@b.example, c@d.example", "a@b.example|c@d.example")]
    [InlineData("a@b.example; c@d.example", "a@b.example|c@d.example")]
    [InlineData(",,a@b.example,", "a@b.example")]
    [InlineData("\"Doe, John\" <a@b.example>", "\"Doe, John\" <a@b.example>")]
    [InlineData("=?utf-8?Q?Doe=2C_J=C3=B6hn?= <a@b.example>", "\"Doe, Jöhn\" <a@b.example>")]
    [InlineData("=?utf-8?B?5bGx?= =?utf-8?B?55Sw?= <a@b.example>", "山田 <a@b.example>")]
    [InlineData("\"=?utf-8?B?5bGx55Sw?=\" <a@b.example>", "山田 <a@b.example>")]
    [InlineData("a@b.example (Ada)", "Ada <a@b.example>")]
    [InlineData("a@b.example (Ada (the first))", "\"Ada (the first)\" <a@b.example>")]
    [InlineData("Ada (comment) <a@b.example>", "Ada <a@b.example>")]
    [InlineData("<@relay.example:a@b.example>", "a@b.example")]
    [InlineData("a @ b . example", "a@b.example")]
    [InlineData("a..b@docomo.example", "\"a..b\"@docomo.example")]
    [InlineData("\"a b\"@c.example", "\"a b\"@c.example")]
    [InlineData("a@[192.0.2.1]", "a@[192.0.2.1]")]
    [InlineData("a@[IPv6:::1], c@d.example", "a@[IPv6:::1]|c@d.example")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("Friends: a@b.example, c@d.example; e@f.example", "a@b.example|c@d.example|e@f.example")]
    [InlineData("not an address", "not an address")]
    [InlineData("<a@b.example", "a@b.example")]
    public void Reads_what_mail_has(string header, string entries) =>
        Assert.Equal(entries, string.Join('|', AddressList.Parse(header)));

    [Fact]
    public void Names_the_group_of_an_address() =>
        Assert.Equal(["友達", null], AddressList.Parse("=?utf-8?B?5Y+L6YGU?=: a@b.example; c@d.example").Select(entry => entry.Group));

    [Theory]
    [InlineData("not an address"), InlineData("\"never closed <a@b.example>"), InlineData("(never closed"), InlineData("<a@b.example> <c@d.example>")]
    public void Says_what_is_broken(string header) => Assert.NotEmpty(AddressList.Parse(header).Problems);

    [Fact]
    public void Takes_no_name_for_an_address_in_front_of_one() => Assert.Empty(AddressList.Parse("John Doe a@b.example").Mailboxes);

    [Fact]
    public void Reads_at_most_10000_addresses() =>
        Assert.Equal(AddressList.MaximumCount, AddressList.Parse(string.Concat(Enumerable.Repeat("a@b.example,", 20_000))).Count);
}
