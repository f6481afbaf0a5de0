using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.People;
using Postroom.Settings;
using Postroom.Tests.Contracts;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications;

public sealed class PullRequestNotifierTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();
    readonly NoticeSignal _signal = new();
    readonly NotificationSettingsStore _settings;
    readonly PullRequestNotifier _notifier;

    public PullRequestNotifierTests()
    {
        var journal = new SettingsJournal(_store.Settings, _store.Audit, _store.Time);
        _settings = new NotificationSettingsStore(journal, new ConfigurationBuilder().Build(), NullLogger<NotificationSettingsStore>.Instance);
        _notifier = new PullRequestNotifier(
            new PeopleDirectory(_store.Directory), _store.Notices, _store.Choices, _settings, _signal, _store.Time, NullLogger<PullRequestNotifier>.Instance);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _signal.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_repeat_is_handled_once()
    {
        await _notifier.HandleAsync(Merged(), Token);
        await _notifier.HandleAsync(Merged(), Token);

        Assert.Single(await NotSentAsync(), notice => notice.Login == "ann");
    }

    [Fact]
    public async Task Addresses_of_the_payload_are_learnt()
    {
        await _notifier.HandleAsync(Merged(), Token);

        Assert.Equal("ben@example.org", (await new PeopleDirectory(_store.Directory).FindAsync("hub", "BEN", Token))?.Email);
    }

    [Fact]
    public async Task Who_has_no_address_is_listed()
    {
        await _notifier.HandleAsync(Merged() with { PullRequest = Seven with { Reviewers = [new ForgePerson("ghost")] } }, Token);

        Assert.Equal(NotSentReason.NoAddress, (await NotSentAsync()).Single(notice => notice.Login == "ghost").Reason);
    }

    [Theory, InlineData("noreply@example.org"), InlineData("1+ben@users.noreply.github.com"), InlineData("ben@noreply.localhost"), InlineData("[REDACTED]"), InlineData("")]
    public async Task An_address_that_nobody_reads_is_none(string email)
    {
        await _notifier.HandleAsync(Merged() with { PullRequest = Seven with { Reviewers = [Ben with { Email = email }] } }, Token);

        Assert.Equal(NotSentReason.NoAddress, (await NotSentAsync()).Single(notice => notice.Login == "ben").Reason);
    }

    [Fact]
    public async Task Switched_off_everybody_is_listed_with_that_reason()
    {
        await _settings.SaveAsync(new NotificationSettings { Enabled = false }, 0, "ann", Token);

        await _notifier.HandleAsync(Merged(), Token);

        Assert.Equal(
            [("ann", NotSentReason.OwnAction), ("ben", NotSentReason.SwitchedOff), ("cora", NotSentReason.SwitchedOff)],
            (await NotSentAsync()).Select(notice => (notice.Login, notice.Reason)).Order());
    }

    [Fact]
    public async Task Who_wants_none_of_it_is_listed_with_that_reason()
    {
        await _notifier.HandleAsync(Opened, Token);
        var ben = (await new PeopleDirectory(_store.Directory).FindAsync("hub", "ben", Token))!.Id;
        await _store.Choices.SaveAsync(ben, new PersonChoices { Timing = new Dictionary<NoticeTopic, NoticeTiming> { [NoticeTopic.Outcomes] = NoticeTiming.Off } }, Token);

        await _notifier.HandleAsync(Merged(), Token);

        Assert.Equal(NotSentReason.Preference, (await NotSentAsync()).Single(notice => notice.Login == "ben").Reason);
    }

    [Fact]
    public async Task Who_unsubscribed_is_listed_with_that_reason()
    {
        await _notifier.HandleAsync(Opened, Token);
        var ben = (await new PeopleDirectory(_store.Directory).FindAsync("hub", "ben", Token))!.Id;
        await _store.Choices.UnsubscribeAsync(ben, 1, Token);

        await _notifier.HandleAsync(Merged(), Token);

        Assert.Equal(NotSentReason.Unsubscribed, (await NotSentAsync()).Single(notice => notice.Login == "ben").Reason);
    }

    [Fact]
    public async Task A_store_that_cannot_is_told_to_the_caller()
    {
        await _store.Database.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _notifier.HandleAsync(Merged(), Token));
    }

    static PullRequestEvent Merged() => Of(PullRequestEventKind.Merged, Ann, "merged");

    Task<IReadOnlyList<Notice>> NotSentAsync() => _store.Notices.ListAsync(null, null, null, 100, Token);
}
