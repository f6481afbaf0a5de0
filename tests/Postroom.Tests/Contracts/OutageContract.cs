using Postroom.Alarms;

namespace Postroom.Tests.Contracts;

public abstract class OutageContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const string Route = "mail-server";

    IOutageLog Log => Store.Outages;

    [Fact]
    public async Task An_outage_keeps_its_beginning_however_often_it_is_met()
    {
        var first = await MeetAsync();
        Store.Time.Advance(TimeSpan.FromMinutes(3));
        await using var other = Store.OpenAnotherNode();

        var again = await other.Outages.MeetAsync(Sighting(Store.Time.GetUtcNow()), Token);

        Assert.Equal((first.Id, first.Since), (again.Id, again.Since));
    }

    [Fact]
    public async Task An_alarm_is_raised_once_across_nodes()
    {
        var outage = await MeetAsync();
        await using var other = Store.OpenAnotherNode();

        Assert.True(await Log.RaiseAsync(outage.Id, withPost: true, Token));
        Assert.False(await other.Outages.RaiseAsync(outage.Id, withPost: true, Token));
        Assert.Equal("alarm.raised", Assert.Single(await Log.PostsAsync(10, Token)).Type);
    }

    [Fact]
    public async Task It_is_cleared_once_when_mail_flowed_after_it_was_last_met()
    {
        var outage = await MeetAsync();
        await Log.RaiseAsync(outage.Id, withPost: true, Token);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Log.ClearAsync(Route, outage.Since.AddSeconds(-1), withPost: true, Token));
        Assert.Equal(outage.Id, (await Log.ClearAsync(Route, Store.Time.GetUtcNow(), withPost: true, Token))?.Id);
        Assert.Null(await Log.ClearAsync(Route, Store.Time.GetUtcNow(), withPost: true, Token));
        Assert.Equal(["alarm.cleared", "alarm.raised"], (await Log.PostsAsync(10, Token)).Select(post => post.Type));
    }

    [Fact]
    public async Task What_was_too_short_for_an_alarm_ends_without_a_post()
    {
        await MeetAsync();
        Store.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.NotNull(await Log.ClearAsync(Route, Store.Time.GetUtcNow(), withPost: true, Token));
        Assert.Empty(await Log.PostsAsync(10, Token));
    }

    [Fact]
    public async Task A_node_that_learns_late_begins_a_new_outage_at_the_all_clear()
    {
        var began = Store.Time.GetUtcNow();
        await MeetAsync();
        Store.Time.Advance(TimeSpan.FromMinutes(20));
        await Log.ClearAsync(Route, Store.Time.GetUtcNow(), withPost: false, Token);
        var cleared = Store.Time.GetUtcNow();
        Store.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(cleared, (await Log.MeetAsync(Sighting(began), Token)).Since);
    }

    [Fact]
    public async Task A_post_in_hand_goes_to_no_other_node_until_its_lease_is_over()
    {
        await Log.RaiseAsync((await MeetAsync()).Id, withPost: true, Token);
        await using var other = Store.OpenAnotherNode();

        Assert.Equal(1, Assert.Single(await Log.TakePostsAsync(TimeSpan.FromMinutes(5), Token)).Attempt);
        Assert.Empty(await other.Outages.TakePostsAsync(TimeSpan.FromMinutes(5), Token));
        Store.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(2, Assert.Single(await other.Outages.TakePostsAsync(TimeSpan.FromMinutes(5), Token)).Attempt);
    }

    [Fact]
    public async Task A_post_that_was_taken_is_over()
    {
        await Log.RaiseAsync((await MeetAsync()).Id, withPost: true, Token);
        var post = Assert.Single(await Log.TakePostsAsync(TimeSpan.FromMinutes(5), Token));

        await Log.NotePostAsync(post.Id, "HTTP 204", isDone: true, nextAt: null, Token);
        Store.Time.Advance(TimeSpan.FromDays(1));

        Assert.Empty(await Log.TakePostsAsync(TimeSpan.FromMinutes(5), Token));
        Assert.Equal(("HTTP 204", true), (Assert.Single(await Log.PostsAsync(10, Token)).Outcome, (await Log.PostsAsync(10, Token))[0].DoneAt is not null));
    }

    Task<Outage> MeetAsync() => Log.MeetAsync(Sighting(Store.Time.GetUtcNow()), Token);

    static OutageSighting Sighting(DateTimeOffset since) => new(Route, "connection-refused", "Nobody answers.", since);
}
