using Postroom.Mail.Dns;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Dns;

public sealed class DnsCacheTests
{
    static readonly DnsLookup Answer = new DnsLookup.NoData();
    readonly FakeTime _time = new();

    static DnsQuestion Question(int number) => new($"a{number}.test", DnsRecordType.A);

    DnsCache Cache(int entries = 10) => new(entries, TimeSpan.FromMinutes(15), _time);

    [Fact]
    public void An_answer_is_good_for_as_long_as_it_says()
    {
        var cache = Cache();
        cache.Add(Question(1), Answer, TimeSpan.FromSeconds(60));

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(cache.TryGet(Question(1), out _));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(cache.TryGet(Question(1), out _));
    }

    [Fact]
    public void No_answer_is_good_for_longer_than_the_limit()
    {
        var cache = Cache();
        cache.Add(Question(1), Answer, TimeSpan.FromDays(7));

        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.False(cache.TryGet(Question(1), out _));
    }

    [Fact]
    public void What_came_first_goes_when_it_is_full_however_often_it_is_renewed()
    {
        var cache = Cache(entries: 3);

        for (var round = 0; round < 100; round++)
            for (var number = 1; number <= 4; number++) cache.Add(Question(number), Answer, TimeSpan.FromMinutes(1));

        Assert.True(cache.Count <= 3);
        Assert.True(cache.TryGet(Question(4), out _));
        Assert.False(cache.TryGet(Question(1), out _));
    }

    [Fact]
    public void Another_type_is_another_question()
    {
        var cache = Cache();
        cache.Add(Question(1), Answer, TimeSpan.FromMinutes(1));

        Assert.False(cache.TryGet(Question(1) with { Type = DnsRecordType.Aaaa }, out _));
    }

    [Theory, InlineData(0, 60), InlineData(10, 0)]
    public void Without_room_or_time_nothing_is_remembered(int entries, int seconds)
    {
        var cache = Cache(entries);

        cache.Add(Question(1), Answer, TimeSpan.FromSeconds(seconds));

        Assert.Equal(0, cache.Count);
    }
}
