using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.People;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Contracts;

public abstract class DigestContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const int Many = 1_000;

    int _event;

    [Fact]
    public async Task What_is_immediate_is_due_at_once()
    {
        await RecordAsync("ben", isImmediate: true);

        Assert.Equal("ben@example.org", Assert.Single(await ClaimAsync()).Person.Email);
    }

    [Fact]
    public async Task A_digest_is_due_after_ten_minutes_of_quiet()
    {
        await RecordAsync("ben");
        Advance(9);
        await RecordAsync("ben");
        Advance(9);
        var early = await ClaimAsync();
        Advance(1);

        Assert.Equal((0, 2), (early.Count, Assert.Single(await ClaimAsync()).Items.Count));
    }

    [Fact]
    public async Task A_digest_is_due_half_an_hour_after_its_oldest_item()
    {
        await RecordAsync("ben");
        for (var minute = 5; minute < 30; minute += 5)
        {
            Advance(5);
            await RecordAsync("ben");
        }

        Advance(5);

        Assert.Equal(6, Assert.Single(await ClaimAsync()).Items.Count);
    }

    [Fact]
    public async Task The_store_knows_when_the_next_one_is_due()
    {
        await RecordAsync("ben");

        Assert.Equal(Store.Time.GetUtcNow().AddMinutes(10), await Store.Digests.NextDueAsync(Token));
    }

    [Fact]
    public async Task Each_person_and_pull_request_has_a_digest_of_its_own()
    {
        await RecordAsync("ben");
        await RecordAsync("cora");
        await RecordAsync("ben", number: 8);
        Advance(10);

        Assert.Equal(3, (await ClaimAsync()).Count);
    }

    [Fact]
    public async Task Of_two_nodes_one_takes_it()
    {
        await using var other = Store.OpenAnotherNode();
        for (var number = 1; number <= 50; number++) await RecordAsync("ben", number: number);
        Advance(10);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(turn => (turn % 2 == 0 ? Store : other).Digests.ClaimAsync(5, Many, Token)));

        Assert.Equal(50, taken.SelectMany(digests => digests).Select(digest => digest.Id).Distinct().Count());
        Assert.Equal(50, taken.Sum(digests => digests.Count));
    }

    [Fact]
    public async Task Timers_survive_a_restart()
    {
        await RecordAsync("ben");
        Advance(10);
        await using var other = Store.OpenAnotherNode();

        Assert.Single(await other.Digests.ClaimAsync(10, Many, Token));
    }

    [Fact]
    public async Task What_a_node_took_and_never_finished_comes_back_the_same()
    {
        await RecordAsync("ben");
        Advance(10);
        var first = Assert.Single(await ClaimAsync());
        await RecordAsync("ben");
        var early = await ClaimAsync();
        Advance(5);

        var again = Assert.Single(await ClaimAsync());

        Assert.Equal((0, first.Id, 1), (early.Count, again.Id, again.Items.Count));
    }

    [Fact]
    public async Task What_comes_while_a_digest_is_written_begins_the_next()
    {
        await RecordAsync("ben");
        Advance(10);
        var first = Assert.Single(await ClaimAsync());
        await RecordAsync("ben");
        await FinishAsync(first);
        Advance(10);

        Assert.NotEqual(first.Id, Assert.Single(await ClaimAsync()).Id);
    }

    [Fact]
    public async Task What_is_finished_is_gone()
    {
        await RecordAsync("ben");
        Advance(10);
        await FinishAsync(Assert.Single(await ClaimAsync()));
        Advance(60);

        Assert.Equal((0, null), ((await ClaimAsync()).Count, await Store.Digests.NextDueAsync(Token)));
    }

    [Fact]
    public async Task What_is_put_off_gathers_what_happens_meanwhile()
    {
        await RecordAsync("ben");
        Advance(10);
        await PutOffAsync(Assert.Single(await ClaimAsync()), minutes: 30);
        await RecordAsync("ben");
        Advance(30);

        Assert.Equal(2, Assert.Single(await ClaimAsync()).Items.Count);
    }

    [Fact]
    public async Task What_is_put_off_joins_what_has_begun_meanwhile()
    {
        await RecordAsync("ben");
        Advance(10);
        var first = Assert.Single(await ClaimAsync());
        await RecordAsync("ben");
        await PutOffAsync(first, minutes: 30);
        Advance(30);

        Assert.Equal(2, Assert.Single(await ClaimAsync()).Items.Count);
    }

    [Fact]
    public async Task After_hours_one_mail_tells_what_was_immediate_and_what_was_not()
    {
        await RecordAsync("ben", isImmediate: true);
        await RecordAsync("ben");
        for (var hour = 0; hour < 5; hour++)
        {
            Advance(60);
            await RecordAsync("ben", isImmediate: hour % 2 == 0);
        }

        Advance(60);

        Assert.Equal(7, Assert.Single(await ClaimAsync()).Items.Count);
    }

    [Fact]
    public async Task Nobody_gets_more_than_so_many_mails_in_an_hour()
    {
        for (var number = 1; number <= 10; number++) await RecordAsync("ben", number: number);
        await RecordAsync("cora");
        Advance(10);
        var first = await Store.Digests.ClaimAsync(100, 3, Token);
        foreach (var digest in first) await FinishAsync(digest);
        var second = await Store.Digests.ClaimAsync(100, 3, Token);
        Advance(60);
        var third = await Store.Digests.ClaimAsync(100, 3, Token);

        Assert.Equal((4, 0, 3), (first.Count, second.Count, third.Count));
    }

    [Fact]
    public async Task What_waits_for_its_turn_goes_on_gathering()
    {
        await RecordAsync("ben", number: 1);
        await RecordAsync("ben", number: 2);
        Advance(10);
        await FinishAsync(Assert.Single(await Store.Digests.ClaimAsync(100, 1, Token)));
        await RecordAsync("ben", number: 2);
        Advance(61);

        Assert.Equal(2, Assert.Single(await Store.Digests.ClaimAsync(100, 1, Token)).Items.Count);
    }

    [Fact]
    public async Task A_deleted_comment_reaches_whoever_would_have_read_it()
    {
        await RecordAsync("ben", e: Events.Comment(Events.Ann, "Oops"));
        await RecordAsync(null, e: Events.Of(PullRequestEventKind.CommentDeleted, Events.Ann) with { Comment = new PullRequestComment("c1", "", Events.Ann) });
        Advance(10);

        Assert.Empty(DigestCompaction.Of(Assert.Single(await ClaimAsync()).Items));
    }

    [Fact]
    public async Task A_deleted_comment_alone_begins_no_digest()
    {
        await RecordAsync(null, e: Events.Of(PullRequestEventKind.CommentDeleted, Events.Ann) with { Comment = new PullRequestComment("c1", "", Events.Ann) });

        Assert.Null(await Store.Digests.NextDueAsync(Token));
    }

    [Fact]
    public async Task An_answer_comes_with_what_it_answers()
    {
        await RecordAsync(null, e: Events.Comment(Events.Ann, "Why?"));
        await RecordAsync("ben", e: Events.Comment(Events.Ann, "Because.", comment: "c2") with { Kind = PullRequestEventKind.Replied, Comment = new PullRequestComment("c2", "Because.", Events.Ann, "c1") });
        Advance(10);

        Assert.Equal("Why?", Assert.Single(await ClaimAsync()).Items[0].ParentText);
    }

    [Fact]
    public async Task The_subject_of_the_first_event_stays()
    {
        await RecordAsync(null);
        await RecordAsync("ben", e: Events.Opened with { PullRequest = Events.Seven with { Title = "Another title" } });
        Advance(10);

        Assert.Equal("[wiki] Find pages by their text (#7)", Assert.Single(await ClaimAsync()).Subject);
    }

    [Fact]
    public async Task A_digest_knows_what_its_person_chose_meanwhile()
    {
        await RecordAsync("ben");
        var ben = (await Store.Directory.FindByEmailAsync("ben@example.org", Token))!.Id;
        await Store.Choices.SaveAsync(ben, new PersonChoices { IsPrivate = true }, Token);
        await Store.Choices.UnsubscribeAsync(ben, 0, Token);
        Advance(10);

        var subscription = Assert.Single(await ClaimAsync()).Subscription;
        Assert.Equal((true, true), (subscription.Choices.IsPrivate, subscription.IsUnsubscribed));
    }

    [Fact]
    public async Task What_was_not_told_after_all_is_listed()
    {
        await RecordAsync("ben");
        Advance(10);
        var digest = Assert.Single(await ClaimAsync());

        await Store.Digests.FinishAsync([new DigestOutcome.Done(digest, HasMail: false, [(digest.Items[0], NotSentReason.Unsubscribed)])], Token);

        var notice = Assert.Single(await Store.Notices.ListAsync(null, null, null, 10, Token));
        Assert.Equal(("wiki#7", "ben@example.org", NotSentReason.Unsubscribed), (notice.Label, notice.Email, notice.Reason));
    }

    [Fact]
    public async Task An_event_that_a_digest_needs_is_not_forgotten()
    {
        await RecordAsync("ben");
        Advance(60 * 24 * 40);

        await Store.Notices.PruneAsync(Store.Time.GetUtcNow(), Token);

        Assert.Single(Assert.Single(await ClaimAsync()).Items);
    }

    void Advance(int minutes) => Store.Time.Advance(TimeSpan.FromMinutes(minutes));

    Task<IReadOnlyList<Digest>> ClaimAsync() => Store.Digests.ClaimAsync(100, Many, Token);

    Task FinishAsync(Digest digest) => Store.Digests.FinishAsync([new DigestOutcome.Done(digest, HasMail: true, [])], Token);

    Task PutOffAsync(Digest digest, int minutes) =>
        Store.Digests.FinishAsync([new DigestOutcome.Later(digest, Store.Time.GetUtcNow().AddMinutes(minutes))], Token);

    async Task RecordAsync(string? login, bool isImmediate = false, long number = 7, PullRequestEvent? e = null)
    {
        e ??= Events.Of(PullRequestEventKind.Pushed, Events.Ann);
        e = e with { EventId = $"{++_event}", PullRequest = e.PullRequest with { Number = number } };
        Recipient[] recipients = login is null ? [] : [new Recipient(login, await PersonAsync(login), (NoticeKind)e.Kind, RecipientReason.Reviewer, isImmediate)];
        Assert.True(await Store.Notices.RecordAsync(Events.Handled(e, Store.Time.GetUtcNow(), recipients), Token));
    }

    async Task<Person> PersonAsync(string login)
    {
        await Store.Directory.PutAsync([new DirectoryEntry("hub", login, Email: $"{login}@example.org")], isLearnt: true, Token);
        return (await Store.Directory.FindByEmailAsync($"{login}@example.org", Token))!;
    }
}
