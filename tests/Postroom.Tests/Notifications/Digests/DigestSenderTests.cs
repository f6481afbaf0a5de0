using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Outbox;
using Postroom.Settings;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications.Digests;

public sealed class DigestSenderTests : IAsyncLifetime
{
    NoticeFixture _fixture = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await NoticeFixture.OpenAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_reviewer_hears_at_once_that_a_pull_request_was_opened()
    {
        await _fixture.HandleAsync(Opened);

        var mail = Assert.Single(await _fixture.AfterAsync(minutes: 0));
        Assert.Equal(
            ("Ben Ito <ben@example.org>", "Ann Lee opened this pull request: Find pages by their text (PROJ/wiki #7)"),
                (mail.To.ToString(), mail.Subject));
    }

    [Fact]
    public async Task A_mail_is_in_its_thread_and_can_be_ended()
    {
        await _fixture.HandleAsync(Opened);

        var mail = Assert.Single(await _fixture.AfterAsync(minutes: 0));

        const string Root = "<pr.bitbucket-server.PROJ.wiki.7@mail.example.com>";
        Assert.Equal(
            (Root, Root, "\"PROJ/wiki\" <wiki.proj.bitbucket-server.pull-requests.mail.example.com>", "List-Unsubscribe=One-Click", "auto-generated", null),
            (mail.Headers["References"], mail.Headers["In-Reply-To"], mail.Headers["List-Id"], mail.Headers["List-Unsubscribe-Post"], mail.Headers["Auto-Submitted"], mail.Headers["Precedence"]));
        Assert.Matches("^<https://mail\\.example\\.com/unsubscribe/[A-Za-z0-9_-]{55}>$", mail.Headers["List-Unsubscribe"]);
    }

    [Fact]
    public async Task Each_person_gets_a_mail_of_their_own()
    {
        await _fixture.HandleAsync(Of(PullRequestEventKind.Merged, Dan));

        var mails = await _fixture.AfterAsync(minutes: 10);

        Assert.Equal(3, mails.Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(["ann@example.org", "ben@example.org", "cora@example.org"], mails.Select(mail => mail.To.Mailboxes.Single().Address.ToString()).Order());
    }

    [Fact]
    public async Task What_happens_within_minutes_is_one_mail()
    {
        await _fixture.HandleAsync(Comment(Ben, "First thought", "1", "c1"));
        await _fixture.HandleAsync(Comment(Ben, "Second thought", "2", "c2"));
        await _fixture.HandleAsync(Of(PullRequestEventKind.Approved, Ben, "3"));

        var mail = (await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ann@"));
        Assert.Matches("(?s)First thought.*Second thought", mail.Text!);
    }

    [Fact]
    public async Task Nothing_goes_out_before_it_is_due()
    {
        await _fixture.HandleAsync(Comment(Ben, "A thought"));

        Assert.Empty(await _fixture.AfterAsync(minutes: 9));
    }

    [Fact]
    public async Task After_hours_without_a_mail_server_each_person_gets_one_mail()
    {
        _fixture.Store.Ready.Pause = new SendingPause(
            "No answer.", _fixture.Store.Time.GetUtcNow(), _fixture.Store.Time.GetUtcNow());
        await _fixture.HandleAsync(Opened);
        for (var number = 0; number < 200; number++)
        {
            await _fixture.HandleAsync(Comment(Cora, $"Thought {number} @ben", $"c-{number}", $"c{number}"));
            Assert.Empty(await _fixture.AfterAsync(minutes: 3));
        }

        _fixture.Store.Ready.Pause = null;

        var mails = await _fixture.AfterAsync(minutes: 30);
        Assert.Equal(["ann@example.org", "ben@example.org"], mails.Select(mail => mail.To.Mailboxes.Single().Address.ToString()).Order());
    }

    [Fact]
    public async Task A_mail_that_was_accepted_before_a_crash_is_not_accepted_twice()
    {
        await _fixture.HandleAsync(Opened);
        await _fixture.DieAfterAcceptingAsync();

        Assert.Single(await _fixture.AfterAsync(minutes: 6));
    }

    [Fact]
    public async Task Switched_off_meanwhile_it_is_not_sent_but_listed()
    {
        await _fixture.HandleAsync(Comment(Ben, "A thought"));
        await _fixture.Settings.SaveAsync(new NotificationSettings { Enabled = false }, 0, "ann", Token);

        Assert.Empty(await _fixture.AfterAsync(minutes: 10));
        Assert.Equal(2, (await _fixture.NotSentAsync()).Count(notice => notice.Reason == NotSentReason.SwitchedOff));
    }

    [Fact]
    public async Task Unsubscribed_meanwhile_it_is_not_sent_but_listed()
    {
        await _fixture.HandleAsync(Comment(Ben, "A thought"));
        await _fixture.Store.Choices.UnsubscribeAsync((await _fixture.PersonAsync("ann")).Id, 0, Token);

        Assert.DoesNotContain(await _fixture.AfterAsync(minutes: 10), mail => mail.To.ToString().Contains("ann@"));
        Assert.Contains(
            await _fixture.NotSentAsync(),
            notice => notice is { Email: "ann@example.org", Reason: NotSentReason.Unsubscribed });
    }

    [Fact]
    public async Task What_is_too_old_is_not_sent_but_listed()
    {
        _fixture.Sender.Current = new SenderIdentity(null, null, null, "");
        await _fixture.HandleAsync(Opened);
        Assert.Empty(await _fixture.AfterAsync(minutes: 0));
        _fixture.Sender.Current = new NoticeFixture.OneSender().Current;

        Assert.Empty(await _fixture.AfterAsync(minutes: 60 * 24 * 6));
        Assert.Contains(await _fixture.NotSentAsync(), notice => notice.Reason == NotSentReason.Expired);
    }

    [Fact]
    public async Task Without_a_sender_it_waits_and_grows()
    {
        var sender = _fixture.Sender.Current;
        _fixture.Sender.Current = new SenderIdentity(null, null, null, "");
        await _fixture.HandleAsync(Comment(Ben, "First thought", "1", "c1"));
        await _fixture.AfterAsync(minutes: 10);
        await _fixture.HandleAsync(Comment(Ben, "Second thought", "2", "c2"));
        _fixture.Sender.Current = sender;

        Assert.Equal(2, (await _fixture.AfterAsync(minutes: 30)).Count);
    }

    [Fact]
    public async Task Privacy_leaves_only_that_something_happened()
    {
        await _fixture.HandleAsync(Opened);
        await _fixture.AfterAsync(minutes: 0);
        await ChooseAsync(new PersonChoices { IsPrivate = true });

        await _fixture.HandleAsync(Comment(Ann, "The secret plan", "2"));

        var mail = (await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ben@"));
        Assert.Equal("[wiki] (#7)", mail.Subject);
        Assert.DoesNotContain("secret", mail.Text + mail.Html);
        Assert.DoesNotContain("Find pages", mail.Text + mail.Html);
        Assert.Contains("https://git.example.com/projects/PROJ/repos/wiki/pull-requests/7", mail.Text!);
    }

    [Fact]
    public async Task Text_only_has_no_html()
    {
        await _fixture.HandleAsync(Opened);
        await _fixture.AfterAsync(minutes: 0);
        await ChooseAsync(new PersonChoices { IsTextOnly = true });

        await _fixture.HandleAsync(Comment(Ann, "A thought", "2"));

        Assert.Null((await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ben@")).Html);
    }

    [Fact]
    public async Task A_person_reads_their_language_and_their_time()
    {
        await _fixture.HandleAsync(Opened);
        await _fixture.AfterAsync(minutes: 0);
        await _fixture.Store.Directory.UpdateAsync(
            (await _fixture.PersonAsync("ben")) with { Language = "ja", TimeZone = "Asia/Tokyo" }, Token);

        await _fixture.HandleAsync(Comment(Ann, "A thought", "2", "c1"));
        await _fixture.HandleAsync(Comment(Ann, "A thought", "3", "c2"));

        var text = (await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ben@")).Text!;
        Assert.Contains("12:04", text);
        Assert.Contains("2 件の変更", text);
    }

    [Fact]
    public async Task What_people_wrote_never_becomes_html()
    {
        await _fixture.HandleAsync(
            Comment(Ben, "<script>alert(1)</script> <img src=x onerror=1> [x](javascript:alert(1))"));

        var html = (await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ann@")).Html!;
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("href=\"javascript", html);
    }

    [Fact]
    public async Task A_long_digest_tells_the_newest_and_the_number_of_the_others()
    {
        for (var number = 0; number < 60; number++)
            await _fixture.HandleAsync(Comment(Ben, $"Thought{number}.", $"{number}", $"c{number}"));

        var text = (await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ann@")).Text!;
        Assert.Contains("10 more", text);
        Assert.Contains("Thought59.", text);
        Assert.DoesNotContain("Thought9.", text);
    }

    [Fact]
    public async Task Who_wants_a_topic_at_once_gets_it_at_once()
    {
        await _fixture.HandleAsync(Opened);
        await _fixture.AfterAsync(minutes: 0);
        await ChooseAsync(new PersonChoices { Timing = new Dictionary<NoticeTopic, NoticeTiming> { [NoticeTopic.Comments] = NoticeTiming.Immediately } });

        await _fixture.HandleAsync(Comment(Ann, "A thought", "2"));

        Assert.Equal("Ben Ito <ben@example.org>", Assert.Single(await _fixture.AfterAsync(minutes: 0)).To.ToString());
    }

    [Fact]
    public async Task A_reviewer_who_wants_no_mentions_still_hears_of_the_comment_that_names_him()
    {
        await _fixture.HandleAsync(Opened);
        await _fixture.AfterAsync(minutes: 0);
        await ChooseAsync(Off(NoticeTopic.Mentions));

        await _fixture.HandleAsync(Comment(Ann, "What do you think, @ben?", "2"));

        var text = (await _fixture.AfterAsync(minutes: 10)).Single(mail => mail.To.ToString().Contains("ben@")).Text!;
        Assert.Contains("you are a reviewer of this pull request", text);
        Assert.DoesNotContain(await _fixture.NotSentAsync(), notice => notice.Login == "ben");
    }

    [Fact]
    public async Task Somebody_named_who_wants_nothing_as_a_reviewer_still_hears_of_the_mention()
    {
        await _fixture.HandleAsync(Of(PullRequestEventKind.Merged, Ann));
        await _fixture.AfterAsync(minutes: 10);
        await ChooseAsync(Off(NoticeTopic.Opened));

        await _fixture.HandleAsync(
            Opened with { EventId = "2", PullRequest = Seven with { Number = 8, Description = "cc @ben" } });

        var text = Assert.Single(await _fixture.AfterAsync(minutes: 0)).Text!;
        Assert.Contains("because you were mentioned", text);
    }

    [Fact]
    public async Task What_is_switched_off_while_a_mail_waits_leaves_the_other_ground()
    {
        await _fixture.HandleAsync(Comment(Ann, "What do you think, @ben?"));
        await ChooseAsync(Off(NoticeTopic.Mentions));

        var text = Assert.Single(
            await _fixture.AfterAsync(minutes: 0), mail => mail.To.ToString().Contains("ben@")).Text!;
        Assert.Contains("you are a reviewer of this pull request", text);
    }

    [Fact]
    public async Task It_stops_at_once_also_while_it_waits_after_a_fault()
    {
        await _fixture.Store.Database.DisposeAsync();
        var armed = _fixture.Store.Time.ArmedTimers;
        await _fixture.Sending.StartAsync(Token);
        while (_fixture.Store.Time.ArmedTimers == armed) await Task.Yield();

        await _fixture.Sending.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.True(_fixture.Sending.ExecuteTask!.IsCompletedSuccessfully);
    }

    static PersonChoices Off(NoticeTopic topic) => new() { Timing = new Dictionary<NoticeTopic, NoticeTiming> { [topic] = NoticeTiming.Off } };

    async Task ChooseAsync(PersonChoices choices) =>
        Assert.True(await _fixture.Store.Choices.SaveAsync((await _fixture.PersonAsync("ben")).Id, choices, Token));
}
