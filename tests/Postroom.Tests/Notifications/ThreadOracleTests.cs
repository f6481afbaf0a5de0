using System.Text.Json;
using Postroom.Notifications;
using Postroom.Tests.Support;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications;

/// <summary>The thread of a pull request as programs of another make read it.</summary>
public sealed class ThreadOracleTests
{
    // A name that needs all the escaping there is, and a link long enough for a fold.
    static readonly PullRequest Awkward = Seven with { Project = "~jöhn.doe/<a@b>", Repository = "wiki & more \"quoted\"", Title = "検索 <b>&\r\nX: y" };

    [Theory, InlineData("python3", "read_thread.py"), InlineData("node", "read_thread.mjs")]
    public async Task All_mails_of_a_pull_request_refer_to_one_root(string program, string script)
    {
        var seen = await SeenAsync(program, script);

        const string Root = "<pr.bitbucket-server.~j=C3=B6hn=2Edoe=2F=3Ca=40b=3E.wiki=20=26=20more=20=22quoted=22.7@mail.example.com>";
        Assert.All(seen, mail => Assert.Equal((Root, Root), (Assert.Single(mail.References), mail.Parent)));
    }

    [Theory, InlineData("python3", "read_thread.py"), InlineData("node", "read_thread.mjs")]
    public async Task Each_mail_has_an_id_of_its_own(string program, string script)
    {
        var seen = await SeenAsync(program, script);

        Assert.Equal(4, seen.Select(mail => mail.Id).Distinct().Count());
    }

    [Theory, InlineData("python3", "read_thread.py"), InlineData("node", "read_thread.mjs")]
    public async Task All_that_is_not_urgent_has_the_subject_of_the_thread(string program, string script)
    {
        var seen = await SeenAsync(program, script);

        Assert.StartsWith("Ann Lee opened this pull request: ", seen[0].Subject, StringComparison.Ordinal);
        Assert.Single(seen.Skip(1).Select(mail => mail.Subject).Distinct());
    }

    [Theory, InlineData("python3", "read_thread.py"), InlineData("node", "read_thread.mjs")]
    public async Task The_list_and_the_way_out_are_read(string program, string script)
    {
        var seen = await SeenAsync(program, script);

        Assert.All(seen, mail =>
        {
            Assert.EndsWith(".bitbucket-server.pull-requests.mail.example.com>", mail.List, StringComparison.Ordinal);
            Assert.Matches("^https://mail\\.example\\.com/unsubscribe/[A-Za-z0-9_-]{55}$", mail.Unsubscribe);
            Assert.Equal("List-Unsubscribe=One-Click", mail.Post);
            Assert.Empty(mail.Defects);
        });
    }

    static async Task<List<Seen>> SeenAsync(string program, string script)
    {
        await using var fixture = await NoticeFixture.OpenAsync();
        await fixture.HandleAsync(Opened with { PullRequest = Awkward });
        var mails = (await fixture.RawAfterAsync(minutes: 0)).ToList();
        await fixture.HandleAsync(
            Of(PullRequestEventKind.Merged, Dan, "2") with { PullRequest = Awkward with { Title = "Another title" } });
        mails.AddRange(await fixture.RawAfterAsync(minutes: 10));
        return JsonSerializer.Deserialize<List<Seen>>(
            await OtherReader.ProbeAsync(program, script, mails), JsonSerializerOptions.Web)!;
    }

    sealed record Seen(string Id, List<string> References, string Parent, string Subject, string List, string Unsubscribe, string Post, List<string> Defects);
}
