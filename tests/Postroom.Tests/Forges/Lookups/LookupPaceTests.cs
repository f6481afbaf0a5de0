using Postroom.Forges.Lookups;
using Postroom.Tests.Support;

namespace Postroom.Tests.Forges.Lookups;

public sealed class LookupPaceTests
{
    readonly FakeTime _time = new();
    readonly LookupPace _pace;

    public LookupPaceTests() => _pace = new LookupPace(_time);

    [Theory, InlineData(5, false), InlineData(7, true)]
    public void A_pull_request_is_asked_for_once_in_six_hours(int hours, bool isAsked)
    {
        _pace.Take("source", "root", 2);
        _time.Advance(TimeSpan.FromHours(hours));

        Assert.Equal(isAsked, _pace.Take("source", "root", 2));
    }

    [Fact]
    public void A_source_is_asked_thirty_times_a_minute_and_no_other_is_held_up()
    {
        Assert.Equal(15, Enumerable.Range(0, 20).Count(i => _pace.Take("source", $"root {i}", 2)));
        Assert.True(_pace.Take("other", "root", 2));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_pace.Take("source", "root 99", 2));
    }

    [Fact]
    public void After_failures_a_source_is_left_alone_ever_longer()
    {
        var pauses = new List<double>();
        foreach (var i in Enumerable.Range(0, 5))
        {
            Assert.True(_pace.Take("source", $"root {i}", 1));
            _pace.Failed("source", $"root {i}", null);
            var waited = 0;
            for (; !_pace.Take("source", "probe", 1); waited++) _time.Advance(TimeSpan.FromMinutes(1));
            pauses.Add(waited);
            _pace.Failed("source", "probe", null);
            _pace.Reset("source");
            for (var failures = 0; failures <= i; failures++) _pace.Failed("source", "probe", null);
            _time.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal([1, 5, 30, 120, 120], pauses);
    }

    [Fact]
    public void What_the_forge_asks_for_is_kept()
    {
        _pace.Take("source", "root", 1);
        _pace.Failed("source", "root", TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(9));
        var before = _pace.Take("source", "root", 1);
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal((false, true), (before, _pace.Take("source", "root", 1)));
    }
}
