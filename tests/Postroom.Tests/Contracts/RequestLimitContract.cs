using System.Net;
using Postroom.People.Accounts;

namespace Postroom.Tests.Contracts;

public abstract class RequestLimitContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    static readonly IPAddress Somewhere = IPAddress.Parse("192.0.2.1");

    AccountLimits Limits => new(Store.Limits, Store.Time);

    [Fact]
    public async Task Lets_so_many_through_at_once_and_says_how_long_to_wait() =>
        Assert.Equal([null, null, null, Period], await ProbeAsync(4));

    [Fact]
    public async Task Lets_one_more_through_each_period()
    {
        await ProbeAsync(3);
        Store.Time.Advance(Period);

        Assert.Equal([null, Period], await ProbeAsync(2));
    }

    [Fact]
    public async Task A_refusal_does_not_count()
    {
        await ProbeAsync(6);

        Assert.Equal([Period], await ProbeAsync(1));
    }

    [Fact]
    public async Task Everything_is_there_again_after_a_while()
    {
        await ProbeAsync(3);
        Store.Time.Advance(3 * Period);

        Assert.Equal([null, null, null, Period], await ProbeAsync(4));
    }

    [Fact]
    public async Task Addresses_are_counted_apart_but_not_by_case()
    {
        await ProbeAsync(3);

        Assert.NotNull(await Limits.TakeLetterAsync("ANN@example.ORG", Somewhere, Token));
        Assert.Null(await Limits.TakeLetterAsync("ben@example.org", Somewhere, Token));
    }

    [Fact]
    public async Task A_network_is_counted_whatever_the_address()
    {
        for (var i = 0; i < 10; i++) await Limits.TakeLetterAsync($"{i}@example.org", Somewhere, Token);

        Assert.Equal(TimeSpan.FromSeconds(30), await Limits.TakeLetterAsync("ann@example.org", Somewhere, Token));
        Assert.Null(await Limits.TakeLetterAsync("ann@example.org", IPAddress.Parse("192.0.2.2"), Token));
    }

    [Theory, InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false), InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public async Task A_network_of_IPv6_counts_as_one_and_IPv4_is_the_same_in_either_form(string first, string second, bool isOne)
    {
        for (var i = 0; i < 10; i++) await Limits.TakeSignInAsync(IPAddress.Parse(first), Token);

        Assert.Equal(isOne, await Limits.TakeSignInAsync(IPAddress.Parse(second), Token) is not null);
    }

    [Fact]
    public async Task What_is_given_back_can_be_taken_again()
    {
        for (var i = 0; i < 4; i++) await Limits.TakePasswordAsync("ann@example.org", Somewhere, Token);
        var fifth = await Limits.TakePasswordAsync("ann@example.org", Somewhere, Token);

        await Limits.GiveBackAsync(fifth, Token);

        Assert.Null((await Limits.TakePasswordAsync("ann@example.org", Somewhere, Token)).Wait);
        Assert.NotNull((await Limits.TakePasswordAsync("ann@example.org", Somewhere, Token)).Wait);
    }

    [Fact]
    public async Task Two_nodes_count_together()
    {
        await using var other = Store.OpenAnotherNode();
        var there = new AccountLimits(other.Limits, Store.Time);

        var asked = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => (number % 2 == 0 ? Limits : there).TakeSignInAsync(Somewhere, Token)));

        Assert.Equal(10, asked.Count(wait => wait is null));
    }

    async Task<List<TimeSpan?>> ProbeAsync(int times)
    {
        List<TimeSpan?> waits = [];
        for (var i = 0; i < times; i++) waits.Add(await Limits.TakeLetterAsync("ann@example.org", null, Token));
        return waits;
    }
}
