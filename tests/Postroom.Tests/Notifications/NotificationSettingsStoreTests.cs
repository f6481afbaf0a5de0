using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Notifications;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Notifications;

public sealed class NotificationSettingsStoreTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Notifications_are_on_and_digests_wait_ten_and_thirty_minutes()
    {
        var settings = await LoadedAsync();

        Assert.Equal((true, true, 10d, 30d), (settings.Current.Enabled, settings.Current.AccountMail, settings.Current.Quiet.TotalMinutes, settings.Current.Longest.TotalMinutes));
    }

    [Fact]
    public async Task What_is_saved_survives_a_restart()
    {
        var wanted = new NotificationSettings { Enabled = false, AccountMail = false, Quiet = TimeSpan.FromMinutes(2), Longest = TimeSpan.FromMinutes(4), MostMailsPerHour = 5 };
        await (await LoadedAsync()).SaveAsync(wanted, 0, "ann", Token);

        Assert.Equal(wanted, (await LoadedAsync()).Current);
    }

    [Fact]
    public async Task Each_change_is_in_the_audit_log()
    {
        await (await LoadedAsync()).SaveAsync(new NotificationSettings { Enabled = false }, 0, "ann", Token);

        Assert.Equal("Enabled: \"true\" -> \"false\"", (await _store.Audit.ListAsync(1, Token))[0].Detail);
    }

    [Fact]
    public async Task Of_two_who_save_the_same_page_the_second_is_told()
    {
        var settings = await LoadedAsync();
        await settings.SaveAsync(new NotificationSettings { Enabled = false }, 0, "ann", Token);

        Assert.IsType<NotificationSave.Conflict>(await settings.SaveAsync(new NotificationSettings { AccountMail = false }, 0, "ben", Token));
        Assert.False(settings.Current.Enabled);
    }

    [Theory, InlineData(0, 30, 30, true), InlineData(10, 9, 30, false), InlineData(-1, 30, 30, false), InlineData(10, 1_441, 30, false), InlineData(10, 30, 0, false)]
    public async Task Only_sensible_times_are_saved(int quiet, int longest, int most, bool isSaved)
    {
        var wanted = new NotificationSettings { Quiet = TimeSpan.FromMinutes(quiet), Longest = TimeSpan.FromMinutes(longest), MostMailsPerHour = most };

        Assert.Equal(isSaved, await (await LoadedAsync()).SaveAsync(wanted, 0, "ann", Token) is NotificationSave.Saved);
    }

    [Fact]
    public async Task What_is_given_from_outside_wins_and_cannot_be_changed()
    {
        var settings = await LoadedAsync(("Notifications:Enabled", "false"));

        await settings.SaveAsync(new NotificationSettings { Enabled = true, AccountMail = false }, 0, "ann", Token);

        Assert.Equal((false, false), (settings.Current.Enabled, settings.Current.AccountMail));
        Assert.Equal(["Enabled"], settings.LockedFields);
        Assert.True((await LoadedAsync()).Current.Enabled);
    }

    [Fact]
    public async Task What_is_given_from_outside_and_cannot_be_read_is_told()
    {
        var settings = Make(("Notifications:Enabled", "perhaps"), ("Notifications:Quiet", "soon"));

        Assert.Equal(["Enabled", "Quiet"], (await settings.LoadAsync(Token)).Select(problem => problem.Field));
    }

    async Task<NotificationSettingsStore> LoadedAsync(params (string Key, string Value)[] outside)
    {
        var settings = Make(outside);
        Assert.Empty(await settings.LoadAsync(Token));
        return settings;
    }

    NotificationSettingsStore Make(params (string Key, string Value)[] outside) => new(
        new SettingsJournal(_store.Settings, _store.Audit, _store.Time),
        new ConfigurationBuilder().AddInMemoryCollection(outside.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build(),
        NullLogger<NotificationSettingsStore>.Instance);
}
