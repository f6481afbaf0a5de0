using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Alarms;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Tests.Admin.Support;

namespace Postroom.Tests.Alarms;

public sealed class OutageWatchTests : IAsyncLifetime
{
    readonly OutboxSignal _signal = new();
    ConsoleApp _app = null!;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    ReadyMessages Ready => _app.Get<ReadyMessages>();

    public async ValueTask InitializeAsync() => _app = await ConsoleApp.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _signal.Dispose();
    }

    [Theory, InlineData(9, false), InlineData(10, true), InlineData(30, true)]
    public async Task An_outage_is_an_alarm_after_ten_minutes(int minutes, bool raised)
    {
        Break("connection-refused");
        await LookAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(minutes));

        await LookAsync();

        Assert.Equal(raised, Assert.Single(await OutagesAsync()).RaisedAt is not null);
    }

    [Theory, InlineData("auth-wrong"), InlineData("credentials-refused"), InlineData("token-secret-expired"), InlineData("account-disabled")]
    public async Task A_refused_login_is_an_alarm_at_once(string cause)
    {
        Break(cause);

        await LookAsync();

        Assert.NotNull(Assert.Single(await OutagesAsync()).RaisedAt);
    }

    [Fact]
    public async Task The_time_is_counted_across_a_restart()
    {
        Break("connection-refused");
        await LookAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(8));
        using var restarted = new ReadyMessages(_signal);
        await LookAsync(restarted);
        _app.Time.Advance(TimeSpan.FromMinutes(2));
        Break("connection-refused", restarted);

        await LookAsync(restarted);

        Assert.NotNull(Assert.Single(await OutagesAsync()).RaisedAt);
    }

    [Fact]
    public async Task It_is_over_when_mail_flows_and_not_before()
    {
        Break("auth-wrong");
        await LookAsync();
        Ready.Pause = null; // the settings were changed, and nobody knows yet whether they work
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync();
        Assert.Null(Assert.Single(await OutagesAsync()).ClearedAt);

        Ready.SpokeAt = _app.Time.GetUtcNow();
        await LookAsync();

        Assert.NotNull(Assert.Single(await OutagesAsync()).ClearedAt);
    }

    [Fact]
    public async Task Each_is_posted_once_with_an_all_clear()
    {
        await _app.Get<AlarmSettingsStore>().SaveAsync("10", "https://hooks.example.com/x", newSecret: false, 0, "ada@example.com", Token);
        Break("auth-wrong");
        await LookAsync();
        await LookAsync();
        Heal();
        await LookAsync();
        await LookAsync();

        Assert.Equal(["alarm.cleared", "alarm.raised"], (await _app.Get<IOutageLog>().PostsAsync(10, Token)).Select(post => post.Type));
    }

    [Fact]
    public async Task An_outage_after_the_all_clear_is_another_one()
    {
        Break("auth-wrong");
        await LookAsync();
        Heal();
        await LookAsync();
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        Break("auth-wrong");
        await LookAsync();

        Assert.Equal([true, true], (await OutagesAsync()).Select(outage => outage.RaisedAt is not null));
    }

    [Fact]
    public async Task The_letter_comes_with_the_all_clear_to_each_administrator_once()
    {
        await _app.AddUserAsync(UserRole.Administrator);
        Break("auth-wrong");
        await LookAsync();
        var during = await AcceptedAsync();
        Heal();
        await LookAsync();
        await LookAsync();

        Assert.Equal((0, 1), (during, await AcceptedAsync()));
    }

    Task LookAsync(ReadyMessages? node = null) => new OutageWatch(
        node ?? Ready, _app.Get<IOutageLog>(), _app.Get<AlarmSettingsStore>(),
        new AlarmLetters(_app.Get<IUserStore>(), _app.Get<AccountLetters>(), NullLogger<AlarmLetters>.Instance),
        _app.Time, NullLogger<OutageWatch>.Instance).LookAsync(Token);

    async Task<long> AcceptedAsync() => (await _app.Get<IDeliveryRecords>().LedgerAsync(Token)).Accepted;

    void Break(string cause, ReadyMessages? node = null) =>
        (node ?? Ready).Pause = new SendingPause("535 5.7.8 No", _app.Time.GetUtcNow(), _app.Time.GetUtcNow().AddSeconds(1), cause);

    void Heal()
    {
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        Ready.Pause = null;
        Ready.SpokeAt = _app.Time.GetUtcNow();
    }

    Task<IReadOnlyList<Outage>> OutagesAsync() => _app.Get<IOutageLog>().ListAsync(10, Token);
}
