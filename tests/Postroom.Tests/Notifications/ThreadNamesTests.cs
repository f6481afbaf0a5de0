using Postroom.Notifications;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications;

public sealed class ThreadNamesTests
{
    static readonly Uri Site = new("https://mail.example.com/postroom");

    [Fact]
    public void The_root_has_forge_project_repository_and_number() =>
        Assert.Equal("pr.bitbucket-server.PROJ.wiki.7@mail.example.com", ThreadNames.MessageId(ThreadNames.Of(Seven).Root, Site));

    [Theory, InlineData("a.b", "a=2Eb"), InlineData("a/b", "a=2Fb"), InlineData("a b", "a=20b"), InlineData("<x>@", "=3Cx=3E=40"), InlineData("ü", "=C3=BC"), InlineData("~jane", "~jane"), InlineData("a=b", "a=3Db"), InlineData("", "=")]
    public void What_a_message_id_cannot_hold_is_escaped(string project, string expected) =>
        Assert.Equal($"pr.bitbucket-server.{expected}.wiki.7", ThreadNames.Of(Seven with { Project = project }).Root);

    [Fact]
    public void Long_names_stay_apart_and_fit_a_line()
    {
        var (one, other) = (ThreadNames.Of(Seven with { Project = new string('あ', 500) + "1" }).Root, ThreadNames.Of(Seven with { Project = new string('あ', 500) + "2" }).Root);

        Assert.NotEqual(one, other);
        Assert.InRange(one.Length, 10, 200);
    }

    [Theory, InlineData("http://localhost:8025", "localhost"), InlineData("http://192.0.2.1", "192.0.2.1"), InlineData("http://[2001:db8::1]:80", "[2001:db8::1]"), InlineData("https://例え.jp", "xn--r8jz45g.jp")]
    public void The_right_side_is_the_host_of_the_site(string site, string host) => Assert.Equal($"x@{host}", ThreadNames.MessageId("x", new Uri(site)));

    [Fact]
    public void The_subject_has_repository_title_and_number() => Assert.Equal("[wiki] Find pages by their text (#7)", ThreadNames.Of(Seven).Subject);

    [Fact]
    public void A_title_cannot_begin_a_header_or_turn_the_text_around() =>
        Assert.Equal("[wiki] a Bcc: x b (#7)", ThreadNames.Of(Seven with { Title = "a\r\nBcc: x\u202E\t \u0007b\u2066" }).Subject);

    [Fact]
    public void A_title_of_ten_thousand_emoji_is_cut_between_them()
    {
        var subject = ThreadNames.Of(Seven with { Title = string.Concat(Enumerable.Repeat("👩‍🚀", 10_000)) }).Subject;

        Assert.InRange(subject.Length, 100, 140);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(subject)));
    }

    [Fact]
    public void A_title_of_nothing_leaves_the_number() => Assert.Equal("[wiki] (#7)", ThreadNames.Of(Seven with { Title = "\u202E " }).Subject);

    [Fact]
    public void The_list_is_the_repository() =>
        Assert.Equal("\"PROJ/wiki\" <wiki.proj.bitbucket-server.pull-requests.mail.example.com>", ThreadNames.ListId(Seven, Site));

    [Fact]
    public void Names_that_no_label_can_hold_stay_apart()
    {
        var (one, other) = (ThreadNames.ListId(Seven with { Repository = "百科" }, Site), ThreadNames.ListId(Seven with { Repository = "事典" }, Site));

        Assert.NotEqual(one, other);
        Assert.Matches("^<[a-z0-9-]+\\.proj\\.bitbucket-server\\.pull-requests\\.mail\\.example\\.com>$", one);
    }
}
