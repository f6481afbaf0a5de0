using Postroom.People;
using Postroom.People.Sessions;

namespace Postroom.Tests.Contracts;

public abstract class SessionContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const int Most = 3;

    DateTimeOffset Now => Store.Time.GetUtcNow();

    SessionWindow Window => new(Now.AddHours(-12), Now.AddDays(-30));

    [Fact]
    public async Task A_session_is_found_with_the_user_as_it_is_now()
    {
        var user = await AddUserAsync("ann@example.org");
        var session = await BeginAsync(user, "key");
        var renamed = user with { Name = "Ann B", Role = UserRole.Viewer };
        await Store.Users.UpdateAsync(renamed, user.Stamp, Token);

        Assert.Equal(new SignedInUser(renamed, session), await Store.Sessions.FindAsync("key", Window, Token));
    }

    [Fact]
    public async Task Another_key_finds_nothing()
    {
        await BeginAsync(await AddUserAsync("ann@example.org"), "key");

        Assert.Null(await Store.Sessions.FindAsync("kez", Window, Token));
    }

    [Fact]
    public async Task A_new_stamp_ends_all_sessions_of_the_user_at_once_on_every_node_and_no_others()
    {
        var (ann, ben) = (await AddUserAsync("ann@example.org"), await AddUserAsync("ben@example.org"));
        await BeginAsync(ann, "ann");
        await BeginAsync(ben, "ben");
        await using var other = Store.OpenAnotherNode();

        await other.Users.UpdateAsync(ann with { Stamp = "new" }, ann.Stamp, Token);

        Assert.Null(await Store.Sessions.FindAsync("ann", Window, Token));
        Assert.NotNull(await Store.Sessions.FindAsync("ben", Window, Token));
        Assert.Empty(await Store.Sessions.ListAsync(ann.Id, Window, Token));
    }

    [Fact]
    public async Task Going_back_to_a_former_stamp_brings_no_session_back()
    {
        var ann = await AddUserAsync("ann@example.org");
        await BeginAsync(ann, "ann");
        await Store.Users.UpdateAsync(ann with { Stamp = "new" }, ann.Stamp, Token);
        await Store.Users.UpdateAsync(ann, "new", Token);

        Assert.Null(await Store.Sessions.FindAsync("ann", Window, Token));
    }

    [Fact]
    public async Task No_session_begins_by_a_stamp_that_is_no_more()
    {
        var ann = await AddUserAsync("ann@example.org");
        await using var other = Store.OpenAnotherNode();
        await other.Users.UpdateAsync(ann with { Stamp = "new" }, ann.Stamp, Token);

        Assert.False(await Store.Sessions.AddAsync(SessionOf(ann), "key", ann.Stamp, Most, Token));
    }

    [Theory, InlineData(UserState.Invited), InlineData(UserState.Deactivated)]
    public async Task Only_active_users_have_sessions(UserState state)
    {
        var ann = await AddUserAsync("ann@example.org");
        await BeginAsync(ann, "key");
        await Store.Users.UpdateAsync(ann with { State = state }, ann.Stamp, Token);

        Assert.Null(await Store.Sessions.FindAsync("key", Window, Token));
        Assert.False(await Store.Sessions.AddAsync(SessionOf(ann), "other", ann.Stamp, Most, Token));
    }

    [Theory, InlineData(11, 1, true), InlineData(12, 1, false), InlineData(11, 66, false), InlineData(11, 60, true)]
    public async Task A_session_runs_out_without_use_and_in_the_end_in_spite_of_it(int hours, int uses, bool isThere)
    {
        var ann = await AddUserAsync("ann@example.org");
        var session = await BeginAsync(ann, "key");
        for (var use = 0; use < uses; use++)
        {
            await Store.Sessions.TouchAsync(ann.Id, session.Id, Now, null, Token);
            Store.Time.Advance(TimeSpan.FromHours(hours));
        }

        Assert.Equal(isThere, await Store.Sessions.FindAsync("key", Window, Token) is not null);
        Assert.Equal(isThere, (await Store.Sessions.ListAsync(ann.Id, Window, Token)).Count == 1);
    }

    [Fact]
    public async Task The_last_used_one_comes_first_with_where_it_was_used_from()
    {
        var ann = await AddUserAsync("ann@example.org");
        var first = await BeginAsync(ann, "first");
        Store.Time.Advance(TimeSpan.FromHours(1));
        var second = await BeginAsync(ann, "second");
        Store.Time.Advance(TimeSpan.FromHours(1));
        await Store.Sessions.TouchAsync(ann.Id, first.Id, Now, "192.0.2.9", Token);

        Assert.Equal([first with { SeenAt = Now, Address = "192.0.2.9" }, second], await Store.Sessions.ListAsync(ann.Id, Window, Token));
    }

    [Fact]
    public async Task A_clock_set_back_makes_no_session_older()
    {
        var ann = await AddUserAsync("ann@example.org");
        var session = await BeginAsync(ann, "key");
        await Store.Sessions.TouchAsync(ann.Id, session.Id, Now.AddHours(-3), null, Token);

        Assert.Equal(session.SeenAt, (await Store.Sessions.FindAsync("key", Window, Token))!.Session.SeenAt);
    }

    [Fact]
    public async Task A_user_ends_only_sessions_of_their_own()
    {
        var (ann, ben) = (await AddUserAsync("ann@example.org"), await AddUserAsync("ben@example.org"));
        var session = await BeginAsync(ann, "key");

        Assert.False(await Store.Sessions.EndAsync(ben.Id, session.Id, Token));
        Assert.True(await Store.Sessions.EndAsync(ann.Id, session.Id, Token));
        Assert.False(await Store.Sessions.EndAsync(ann.Id, session.Id, Token));
        Assert.Null(await Store.Sessions.FindAsync("key", Window, Token));
    }

    [Fact]
    public async Task The_longest_unused_one_makes_room()
    {
        var ann = await AddUserAsync("ann@example.org");
        for (var number = 0; number < Most + 1; number++)
        {
            await BeginAsync(ann, $"key {number}");
            Store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Null(await Store.Sessions.FindAsync("key 0", Window, Token));
        Assert.Equal(Most, (await Store.Sessions.ListAsync(ann.Id, Window, Token)).Count);
    }

    [Fact]
    public async Task What_has_run_out_is_swept_a_few_at_a_time_and_nothing_else()
    {
        var (ann, ben) = (await AddUserAsync("ann@example.org"), await AddUserAsync("ben@example.org"));
        for (var number = 0; number < Most; number++) await BeginAsync(ann, $"old {number}");
        Store.Time.Advance(TimeSpan.FromHours(12));
        await BeginAsync(ben, "young");

        List<int> swept = [];
        for (var batch = 0; batch < 3; batch++) swept.Add(await Store.Sessions.SweepAsync(Window, 2, Token));

        Assert.Equal([2, 1, 0], swept);
        Assert.NotNull(await Store.Sessions.FindAsync("young", Window, Token));
    }

    UserSession SessionOf(User user) => new()
    {
        Id = Guid.CreateVersion7(Now),
        UserId = user.Id,
        StartedAt = Now,
        SeenAt = Now,
        Address = "192.0.2.1",
        UserAgent = "Firefox",
    };

    async Task<UserSession> BeginAsync(User user, string sha256)
    {
        var session = SessionOf(user);
        Assert.True(await Store.Sessions.AddAsync(session, sha256, user.Stamp, Most, Token));
        return session;
    }

    async Task<User> AddUserAsync(string email)
    {
        var user = new User { Id = Guid.CreateVersion7(Now), Email = email, Name = email, Role = UserRole.Member, Stamp = email + " 1", CreatedAt = Now };
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        return user;
    }
}
