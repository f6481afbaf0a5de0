using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;

namespace Postroom.Tests.MailServers.Replies;

public sealed class ReplyShapeTests
{
    [Theory]
    [InlineData("<anna@example.org>: no flux today", "550 <address>: no flux today")]
    [InlineData("no flux for Anna Berg of anna.berg@example.org", "550 no flux for <name> Berg of <address>")]
    [InlineData("host mail.example.org [192.0.2.1] has no flux", "550 host <host> [<ip>] has no flux")]
    [InlineData("2001:db8::1 has no flux", "550 <ip> has no flux")]
    [InlineData("no flux, see https://example.org/?ip=192.0.2.1&u=anna", "550 no flux, see <link>")]
    [InlineData("no flux (id 4711, a8Bc9dE0)", "550 no flux (id #, <id>)")]
    [InlineData("'anna' has no flux", "550 <name> has no flux")]
    [InlineData("no flux qwertzuiopasdfghjklyxcvbnmq", "550 no flux <id>")]
    [InlineData("流束がありません", "550 流束がありません")]
    public void Leaves_out_what_tells_of_people_and_machines(string text, string expected) =>
        Assert.Equal(expected, ReplyShape.Of(new Reply(550, null, [text]), "anna"));

    [Fact]
    public void Keeps_the_codes() => Assert.Equal("550 5.9.9 no flux", ReplyShape.Of(new Reply(550, new EnhancedStatus(5, 9, 9), ["no flux"])));

    [Theory, InlineData(""), InlineData("12 - 3")]
    public void A_reply_without_words_has_none(string text) => Assert.Null(ReplyShape.Of(new Reply(550, null, [text])));

    [Fact]
    public void Replies_that_differ_in_numbers_alone_are_one() =>
        Assert.Equal(ReplyShape.Of(new Reply(550, null, ["flux 17 of a@example.org"])), ReplyShape.Of(new Reply(550, null, ["flux 18 of bc@example.net"])));

    [Fact]
    public void Is_bounded() =>
        Assert.InRange(ReplyShape.Of(new Reply(550, null, [string.Concat(Enumerable.Repeat("flux of mail ", 5_000))]))!.Length, 1, 241);
}
