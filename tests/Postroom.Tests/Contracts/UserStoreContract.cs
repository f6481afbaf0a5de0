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
        var user = User("Ännchen@example.org") with { Language = "ja", LockedUntil = Store.Time.GetUtcNow().AddMinutes(5), FailedSignIns = 3, PasswordHash = "AQ==" };
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
        var changed = user with { Name = "Anna", Stamp = "stamp2", Role = UserRole.Viewer };

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
