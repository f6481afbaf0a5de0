using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Notifications;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Settings;

/// <summary>Two nodes on one store: what one saves is in force on the other without a restart.</summary>
public sealed class SettingsRefreshTests : IAsyncLifetime
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    readonly SqliteTestStore _store = new();
    readonly NotificationSettingsStore _here;
    readonly SettingsRefresh _refresh;

    public SettingsRefreshTests()
    {
        _here = Node();
        _refresh = new SettingsRefresh([_here], _store.Time, NullLogger<SettingsRefresh>.Instance);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _refresh.StopAsync(CancellationToken.None);
        _refresh.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task What_was_saved_before_the_start_is_in_force_at_the_start()
    {
        await SwitchOffElsewhereAsync();

        await _refresh.StartAsync(Token);

        Assert.False(_here.Current.Enabled);
    }

    [Fact]
    public async Task What_another_node_saves_is_in_force_within_half_a_minute()
    {
        await _refresh.StartAsync(Token);
        await SwitchOffElsewhereAsync();

        Assert.True(await IsSwitchedOffAsync());
    }

    async Task SwitchOffElsewhereAsync()
    {
        var elsewhere = Node();
        Assert.IsType<NotificationSave.Saved>(
            await elsewhere.SaveAsync(elsewhere.Current with { Enabled = false }, 0, "ada@example.com", Token));
    }

    // The pause is of the test's clock, the reading of the store is real.
    async Task<bool> IsSwitchedOffAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (_here.Current.Enabled && TimeProvider.System.GetElapsedTime(start) < Soon)
        {
            _store.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        return !_here.Current.Enabled;
    }

    NotificationSettingsStore Node() => new(
        new SettingsJournal(_store.Settings, _store.Audit, _store.Time), new ConfigurationBuilder().Build(), NullLogger<NotificationSettingsStore>.Instance);
}
