using Postroom.People.Accounts;
using Postroom.Tests.Support;

namespace Postroom.Tests.People.Accounts;

public sealed class RequestLimitTests
{
    readonly FakeTime _time = new();
    readonly RequestLimit _limit;

    public RequestLimitTests() => _limit = new RequestLimit(3, TimeSpan.FromMinutes(5), _time);

    [Fact]
    public void Lets_so_many_through_at_once_and_says_how_long_to_wait() =>
        Assert.Equal([null, null, null, TimeSpan.FromMinutes(5)], Enumerable.Range(0, 4).Select(_ => _limit.Take("a")));

    [Fact]
    public void Lets_one_more_through_each_period()
    {
        for (var i = 0; i < 3; i++) _limit.Take("a");
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal([null, TimeSpan.FromMinutes(5)], new[] { _limit.Take("a"), _limit.Take("a") });
    }

    [Fact]
    public void A_refusal_does_not_count()
    {
        for (var i = 0; i < 10; i++) _limit.Take("a");

        Assert.Equal(TimeSpan.FromMinutes(5), _limit.Take("a"));
    }

    [Fact]
    public void Keys_are_counted_apart_but_not_by_case()
    {
        for (var i = 0; i < 3; i++) _limit.Take("a");

        Assert.NotNull(_limit.Take("A"));
        Assert.Null(_limit.Take("b"));
    }

    [Fact]
    public void A_key_has_everything_again_after_a_while()
    {
        for (var i = 0; i < 3; i++) _limit.Take("a");
        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal([null, null, null], Enumerable.Range(0, 3).Select(_ => _limit.Take("a")));
    }

    [Fact]
    public void Many_keys_do_not_fill_the_memory_and_the_newest_are_remembered()
    {
        for (var i = 0; i < RequestLimit.MostKeys; i++) _limit.Take($"{i}");
        for (var i = 0; i < 4; i++) _limit.Take("last");

        Assert.NotNull(_limit.Take("last"));
    }
}
