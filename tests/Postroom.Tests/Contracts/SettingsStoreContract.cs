using Postroom.Settings;

namespace Postroom.Tests.Contracts;

public abstract class SettingsStoreContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task What_was_never_saved_is_not_there() => Assert.Null(await Store.Settings.ReadAsync("MailServer", Token));

    [Fact]
    public async Task The_newest_version_is_read()
    {
        await SaveAsync("{\"a\":1}", basedOn: 0);
        await SaveAsync("{\"a\":2}", basedOn: 1);

        Assert.Equal(
            new SettingsVersion(2, "{\"a\":2}", "ann@example.org", Store.Time.GetUtcNow(), null),
            await Store.Settings.ReadAsync("MailServer", Token));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_the_second_is_told()
    {
        await SaveAsync("{}", basedOn: 0);
        await SaveAsync("{\"first\":1}", basedOn: 1);

        Assert.Null(await SaveAsync("{\"second\":1}", basedOn: 1));
        Assert.Equal("{\"first\":1}", (await Store.Settings.ReadAsync("MailServer", Token))!.Json);
    }

    [Fact]
    public async Task A_version_cannot_be_based_on_one_that_never_was() => Assert.Null(await SaveAsync("{}", basedOn: 3));

    [Fact]
    public async Task Documents_have_their_own_versions()
    {
        await SaveAsync("{}", basedOn: 0);

        Assert.Equal(1, (await Store.Settings.SaveAsync("Site", "{}", 0, "ann@example.org", Store.Time.GetUtcNow(), Token))!.Version);
    }

    [Fact]
    public async Task A_version_is_good_since_a_message_first_went_through()
    {
        await SaveAsync("{}", basedOn: 0);
        var first = Store.Time.GetUtcNow();
        await Store.Settings.MarkGoodAsync("MailServer", 1, first, Token);

        await Store.Settings.MarkGoodAsync("MailServer", 1, first.AddDays(1), Token);

        Assert.Equal(first, (await Store.Settings.ReadAsync("MailServer", Token))!.GoodSince);
    }

    [Fact]
    public async Task History_is_newest_first_and_bounded()
    {
        for (var version = 0; version < 5; version++) await SaveAsync("{}", version);

        Assert.Equal([5, 4, 3], (await Store.Settings.HistoryAsync("MailServer", 3, Token)).Select(version => version.Version));
    }

    Task<SettingsVersion?> SaveAsync(string json, int basedOn) =>
        Store.Settings.SaveAsync("MailServer", json, basedOn, "ann@example.org", Store.Time.GetUtcNow(), Token);
}
