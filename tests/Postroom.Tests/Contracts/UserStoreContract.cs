using Postroom.People;

namespace Postroom.Tests.Contracts;

public abstract class UserStoreContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Set_up_is_open_until_somebody_was_added()
    {
        var before = await Store.Users.IsEmptyAsync(Token);
        await Store.Users.AddAsync(User("ann@example.org"), onlyIfFirst: true, Token);

        Assert.Equal((true, false), (before, await Store.Users.IsEmptyAsync(Token)));
    }

    [Fact]
    public async Task Of_many_who_set_up_at_once_one_is_the_first()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            Store.Users.AddAsync(User($"u{number}@example.org"), onlyIfFirst: true, Token)));

        Assert.Single(added, wasAdded => wasAdded);
    }

    [Fact]
    public async Task An_address_is_taken_whatever_its_case()
    {
        await Store.Users.AddAsync(User("ann@example.org"), onlyIfFirst: false, Token);

        Assert.False(await Store.Users.AddAsync(User("ANN@example.org"), onlyIfFirst: false, Token));
    }

    [Fact]
    public async Task A_user_is_found_by_address_whatever_its_case()
    {
        var user = User("Ännchen@example.org") with { Language = "ja", PasswordHash = "AQ==" };
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);

        Assert.Equal(user, await Store.Users.FindByEmailAsync("äNNCHEN@EXAMPLE.ORG", Token));
    }

    [Fact]
    public async Task A_user_is_found_by_id()
    {
        var user = User("ann@example.org");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);

        Assert.Equal(user, await Store.Users.FindAsync(user.Id, Token));
    }

    [Fact]
    public async Task Nobody_is_found_where_nobody_is()
    {
        Assert.Null(await Store.Users.FindByEmailAsync("ann@example.org", Token));
        Assert.Null(await Store.Users.FindAsync(Guid.CreateVersion7(Store.Time.GetUtcNow()), Token));
    }

    [Fact]
    public async Task A_user_is_replaced_while_the_stamp_is_the_same()
    {
        var user = User("ann@example.org");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(User("ben@example.org"), onlyIfFirst: false, Token);
        var changed = user with { Name = "Anna", Stamp = "stamp2", Role = UserRole.Viewer, State = UserState.Deactivated, TimeZone = "Asia/Tokyo", TotpSecret = "x" };

        Assert.True(await Store.Users.UpdateAsync(changed, user.Stamp, Token));
        Assert.Equal(changed, await Store.Users.FindAsync(user.Id, Token));
    }

    [Fact]
    public async Task A_user_changed_meanwhile_is_left_alone()
    {
        var user = User("ann@example.org");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        await Store.Users.UpdateAsync(user with { Stamp = "stamp2" }, user.Stamp, Token);

        Assert.False(await Store.Users.UpdateAsync(user with { Name = "Anna" }, user.Stamp, Token));
    }

    [Fact]
    public async Task A_user_cannot_take_anothers_address()
    {
        var user = User("ann@example.org");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(User("ben@example.org"), onlyIfFirst: false, Token);

        Assert.False(await Store.Users.UpdateAsync(user with { Email = "Ben@example.org" }, user.Stamp, Token));
    }

    [Fact]
    public async Task Users_are_listed_by_name()
    {
        await Store.Users.AddAsync(User("z@example.org") with { Name = "Ann" }, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(User("a@example.org") with { Name = "Ben" }, onlyIfFirst: false, Token);

        Assert.Equal(["Ann", "Ben"], (await Store.Users.ListAsync(Token)).Select(user => user.Name));
    }

    [Theory, InlineData(UserRole.Operator, UserState.Active), InlineData(UserRole.Administrator, UserState.Deactivated)]
    public async Task The_last_active_administrator_stays(UserRole role, UserState state)
    {
        var user = User("ann@example.org");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(User("ben@example.org") with { State = UserState.Deactivated }, onlyIfFirst: false, Token);

        Assert.False(await Store.Users.UpdateAsync(user with { Role = role, State = state }, user.Stamp, Token));
    }

    [Fact]
    public async Task Of_two_administrators_who_demote_each_other_at_once_one_stays()
    {
        var (ann, ben) = (User("ann@example.org"), User("ben@example.org"));
        await Store.Users.AddAsync(ann, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(ben, onlyIfFirst: false, Token);
        await using var other = Store.OpenAnotherNode();

        var done = await Task.WhenAll(
            Store.Users.UpdateAsync(ann with { Role = UserRole.Viewer }, ann.Stamp, Token),
            other.Users.UpdateAsync(ben with { Role = UserRole.Viewer }, ben.Stamp, Token));

        Assert.Single(done, wasDone => wasDone);
    }

    [Fact]
    public async Task Users_are_searched_by_part_of_name_or_address()
    {
        await Store.Users.AddAsync(User("z@example.org") with { Name = "Ann Percent%" }, onlyIfFirst: false, Token);
        await Store.Users.AddAsync(User("ann_b@example.org") with { Name = "Ben" }, onlyIfFirst: false, Token);

        Assert.Equal(["z@example.org"], await SearchAsync(new UserSearch("cent%", null, null, 10)));
        Assert.Equal(["z@example.org", "ann_b@example.org"], await SearchAsync(new UserSearch("ann", null, null, 10)));
        Assert.Equal(["ann_b@example.org"], await SearchAsync(new UserSearch("n_b", null, null, 10)));
    }

    [Fact]
    public async Task Users_are_searched_by_state()
    {
        await Store.Users.AddAsync(User("a@example.org"), onlyIfFirst: false, Token);
        await Store.Users.AddAsync(User("b@example.org") with { State = UserState.Invited }, onlyIfFirst: false, Token);

        Assert.Equal(["b@example.org"], await SearchAsync(new UserSearch(null, UserState.Invited, null, 10)));
    }

    [Fact]
    public async Task A_search_goes_on_where_the_page_before_ended()
    {
        foreach (var name in "cab") await Store.Users.AddAsync(User($"{name}@example.org"), onlyIfFirst: false, Token);
        var first = await Store.Users.SearchAsync(new UserSearch(null, null, null, 2), Token);

        Assert.Equal(["c@example.org"], await SearchAsync(new UserSearch(null, null, first[^1], 2)));
    }

    [Fact]
    public async Task A_step_of_the_second_factor_is_taken_once()
    {
        var user = User("ann@example.org");
        await Store.Users.AddAsync(user, onlyIfFirst: false, Token);
        await using var other = Store.OpenAnotherNode();

        var taken = await Task.WhenAll(Store.Users.TakeTotpStepAsync(user.Id, 100, Token), other.Users.TakeTotpStepAsync(user.Id, 100, Token));

        Assert.Single(taken, wasTaken => wasTaken);
        Assert.False(await Store.Users.TakeTotpStepAsync(user.Id, 99, Token));
    }

    [Fact]
    public async Task A_recovery_code_is_burned_once()
    {
        var user = User("ann@example.org");
        await Store.Users.SetRecoveryCodesAsync(user.Id, ["old"], Token);
        await Store.Users.SetRecoveryCodesAsync(user.Id, ["a", "b"], Token);

        Assert.False(await Store.Users.BurnRecoveryCodeAsync(user.Id, "old", Token));
        Assert.True(await Store.Users.BurnRecoveryCodeAsync(user.Id, "a", Token));
        Assert.False(await Store.Users.BurnRecoveryCodeAsync(user.Id, "a", Token));
        Assert.Equal(1, await Store.Users.CountRecoveryCodesAsync(user.Id, Token));
    }

    async Task<IEnumerable<string>> SearchAsync(UserSearch search) => (await Store.Users.SearchAsync(search, Token)).Select(user => user.Email);

    User User(string email) => new()
    {
        Id = Guid.CreateVersion7(Store.Time.GetUtcNow()),
        Email = email,
        Name = "Ann",
        Role = UserRole.Administrator,
        Stamp = "stamp1",
        CreatedAt = Store.Time.GetUtcNow(),
    };
}
