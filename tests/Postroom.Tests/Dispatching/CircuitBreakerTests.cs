using Postroom.Dispatching;
using Postroom.Outbox;
using Postroom.Tests.Support;

namespace Postroom.Tests.Dispatching;

public sealed class CircuitBreakerTests
{
    const int Version = 3;
    static readonly ProbePace Outage = new ProbePace.Outage();
    static readonly ProbePace RefusedLogin = new ProbePace.RefusedLogin();
    readonly FakeTime _time = new();
    readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(TimeSpan.FromMinutes(1), _time);

    [Fact]
    public void Lets_everything_through_while_mail_flows()
    {
        Assert.True(_breaker.TryEnter(Version));
        Assert.True(_breaker.TryEnter(Version));
    }

    [Fact]
    public void Lets_nothing_through_after_a_failure_that_meets_every_message()
    {
        _breaker.Broken("refused", Version, Outage);

        Assert.False(_breaker.TryEnter(Version));
    }

    [Fact]
    public void Lets_one_probe_through_after_a_second()
    {
        _breaker.Broken("refused", Version, Outage);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(_breaker.TryEnter(Version));
        Assert.False(_breaker.TryEnter(Version));
    }

    [Theory, InlineData(1, 1), InlineData(2, 2), InlineData(5, 16), InlineData(7, 60), InlineData(500, 60)]
    public void The_pause_doubles_up_to_the_longest(int failures, int expectedSeconds)
    {
        for (var i = 0; i < failures; i++) _breaker.Broken("refused", Version, Outage);

        Assert.Equal(_time.GetUtcNow().AddSeconds(expectedSeconds), _breaker.Current!.NextProbe);
    }

    [Theory, InlineData(1, 1), InlineData(2, 5), InlineData(3, 15), InlineData(4, 60), InlineData(50, 60)]
    public void A_login_that_is_refused_is_tried_seldom(int failures, int expectedMinutes)
    {
        for (var i = 0; i < failures; i++) _breaker.Broken("wrong password", Version, RefusedLogin);

        Assert.Equal(_time.GetUtcNow().AddMinutes(expectedMinutes), _breaker.Current!.NextProbe);
    }

    [Fact]
    public void A_day_of_a_refused_login_is_not_what_a_server_bans_for()
    {
        var logins = 0;
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if (_breaker.TryEnter(Version))
            {
                logins++;
                _breaker.Broken("wrong password", Version, RefusedLogin);
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(logins, 24, 28);
    }

    [Fact]
    public void A_server_that_was_away_and_now_refuses_the_login_is_asked_seldom_from_the_first()
    {
        for (var i = 0; i < 5; i++) _breaker.Broken("away", Version, Outage);

        _breaker.Broken("wrong password", Version, RefusedLogin);

        Assert.Equal(_time.GetUtcNow().AddMinutes(1), _breaker.Current!.NextProbe);
    }

    [Fact]
    public void One_message_tried_three_times_pauses_nothing()
    {
        var message = MessageId.New(_time);
        for (var i = 0; i < 5; i++) Assert.False(_breaker.Blamed("sender refused", Version, message));

        Assert.Null(_breaker.Current);
    }

    [Fact]
    public void Three_messages_that_are_refused_alike_pause_the_route()
    {
        for (var i = 0; i < 3; i++) _breaker.Blamed("sender refused", Version, MessageId.New(_time));

        Assert.NotNull(_breaker.Current);
    }

    [Fact]
    public void Somebody_who_repaired_the_cause_need_not_wait_for_the_next_probe()
    {
        for (var i = 0; i < 7; i++) _breaker.Broken("refused", Version, Outage);

        Assert.True(_breaker.Hurry());
        Assert.True(_breaker.TryEnter(Version));
    }

    [Fact]
    public void A_clock_that_is_set_back_does_not_prolong_the_pause()
    {
        _breaker.Broken("refused", Version, Outage);

        _time.Jump(TimeSpan.FromDays(-1));

        Assert.Equal(_time.GetUtcNow(), _breaker.Current!.NextProbe);
        Assert.True(_breaker.TryEnter(Version));
    }

    [Fact]
    public void There_is_nothing_to_hurry_while_mail_flows() => Assert.False(_breaker.Hurry());

    [Fact]
    public void Everything_flows_again_when_a_probe_succeeds()
    {
        _breaker.Broken("refused", Version, Outage);
        _time.Advance(TimeSpan.FromSeconds(1));
        _breaker.TryEnter(Version);

        Assert.True(_breaker.Closed());
        Assert.Null(_breaker.Current);
    }

    [Fact]
    public void A_probe_that_tells_nothing_leaves_room_for_another()
    {
        _breaker.Broken("refused", Version, Outage);
        _time.Advance(TimeSpan.FromSeconds(1));
        _breaker.TryEnter(Version);

        _breaker.Undecided();

        Assert.True(_breaker.TryEnter(Version));
    }

    [Fact]
    public void New_settings_are_tried_at_once()
    {
        _breaker.Broken("wrong password", Version, Outage);

        Assert.True(_breaker.TryEnter(Version + 1));
    }

    [Fact]
    public void The_break_is_as_old_as_its_first_failure()
    {
        var since = _time.GetUtcNow();
        _breaker.Broken("refused", Version, Outage);
        _time.Advance(TimeSpan.FromHours(1));

        _breaker.Broken("still refused", Version, Outage);

        Assert.Equal(since, _breaker.Current!.Since);
    }

    [Fact]
    public void Says_once_that_the_server_broke()
    {
        Assert.True(_breaker.Broken("refused", Version, Outage));
        Assert.False(_breaker.Broken("refused", Version, Outage));
    }
}
