using Postroom.Forges;
using Postroom.Forges.Readers;
using Postroom.Languages;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges;

public sealed class ForgeTextTests
{
    [Theory]
    [InlineData("Pour the tea", "Pour the tea")]
    [InlineData("Pour\r\nBcc: eve@example.com", "Pour Bcc: eve@example.com")]
    [InlineData("a\u0000b\u0007c", "a b c")]
    [InlineData("safe\u202Egnp.exe", "safegnp.exe")]
    [InlineData("\u2066x\u2069 \u2028 y", "x y")]
    [InlineData("お茶 🍵 を注ぐ", "お茶 🍵 を注ぐ")]
    [InlineData("  \t ", null)]
    [InlineData("", null)]
    public void A_title_is_one_line_that_reads_as_written(string text, string? expected) => Assert.Equal(expected, ForgeText.Line(text));

    [Fact]
    public void A_title_of_ten_thousand_characters_is_cut()
    {
        var title = ForgeText.Line(new string('x', 10_000));

        Assert.Equal((ForgeText.LongestLine, '…'), (title!.Length, title[^1]));
    }

    [Theory, InlineData(998), InlineData(999), InlineData(1_000)]
    public void A_blank_at_the_end_of_the_room_makes_no_title_too_long(int before) =>
        Assert.InRange(ForgeText.Line(new string('x', before) + " y")!.Length, 1, ForgeText.LongestLine);

    [Fact]
    public void A_cut_never_halves_a_character() =>
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(ForgeText.Line(string.Concat(Enumerable.Repeat("🍵", 5_000)))!)));

    [Theory]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("a\u0000\u202Eb\tc", "ab\tc")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData(" \r\n ", null)]
    public void A_comment_keeps_its_lines_and_its_characters(string text, string? expected) => Assert.Equal(expected, ForgeText.Block(text));

    [Fact]
    public void A_comment_is_bounded() => Assert.Equal(ForgeText.LongestBlock, ForgeText.Block(new string('x', 1_000_000))!.Length);

    [Theory]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("[REDACTED]", null)]
    [InlineData("", null)]
    [InlineData("noreply@gogs.io", null)]
    [InlineData("NoReply@example.com", null)]
    [InlineData("no-reply@example.com", null)]
    [InlineData("1234+ann@users.noreply.github.com", null)]
    [InlineData("ann@noreply.gitea.example.com", null)]
    [InlineData("ann@users.noreply.gitlab.com", null)]
    [InlineData("ann@example.invalid", null)]
    [InlineData("root@localhost", null)]
    [InlineData("Ann <ann@example.com>", null)]
    [InlineData("ann@example.com\r\nBcc: eve@example.com", null)]
    public void Only_an_address_that_takes_mail_is_one(string text, string? expected) => Assert.Equal(expected, ForgeAddress.Usable(text));

    [Theory]
    [InlineData("https://git.example.com/x", true)]
    [InlineData("http://git.example.com/x", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//git.example.com/x", false)]
    [InlineData("https://jane:secret@git.example.com/", false)]
    [InlineData("ftp://git.example.com/", false)]
    public void Only_an_address_of_the_web_is_a_link(string text, bool isLink) => Assert.Equal(isLink, ForgeLink.Web(text) is not null);

    [Fact]
    public void A_link_of_script_in_a_payload_is_left_out() => Assert.Equal(
        "https://gitea.example.com/tea/kettle/pulls/12",
        Payloads.EventOf(ForgeKind.Gitea, Payloads.Gitea("opened", body => body["pull_request"]!["html_url"] = "javascript:alert(1)"), "pull_request").PullRequest.Url?.AbsoluteUri);

    [Fact]
    public void Every_reason_has_a_text() => Assert.All(ForgeReason.Codes, code => Assert.NotEmpty(new ForgeReason(code, "x").ToString()));

    [Fact]
    public void No_reason_is_left_out() => Assert.Equal(
        ForgeReason.Codes,
        Texts.Of(System.Globalization.CultureInfo.InvariantCulture)!.Cast<System.Collections.DictionaryEntry>()
            .Select(entry => (string)entry.Key).Where(key => key.StartsWith("Forge.Reason.", StringComparison.Ordinal)).Select(key => key["Forge.Reason.".Length..]).Order(StringComparer.Ordinal));
}
