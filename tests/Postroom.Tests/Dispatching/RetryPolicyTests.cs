using Postroom.Dispatching;

namespace Postroom.Tests.Dispatching;

public sealed class RetryPolicyTests
{
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    [Theory, InlineData(1, 60), InlineData(2, 120), InlineData(7, 3_840), InlineData(8, 7_200), InlineData(1_000, 7_200)]
    public void The_wait_doubles_up_to_two_hours(int attempt, int expectedSeconds)
    {
        var next = RetryPolicy.NextAttempt(attempt, First, Now, Now.AddDays(5), chance: 0.5);

        Assert.Equal(Now.AddSeconds(expectedSeconds), next);
    }

    [Theory, InlineData(0, 54), InlineData(1, 66)]
    public void Chance_moves_a_wait_by_a_tenth_at_most(double chance, int expectedSeconds)
    {
        var next = RetryPolicy.NextAttempt(1, First, Now, Now.AddDays(5), chance);

        Assert.Equal(Now.AddSeconds(expectedSeconds), next);
    }

    [Fact]
    public void Nothing_is_tried_again_after_the_messages_time() =>
        Assert.Null(RetryPolicy.NextAttempt(1, First, Now, Now, chance: 0.5));

    [Fact]
    public void A_last_attempt_is_made_shortly_before_the_time_is_over()
    {
        var next = RetryPolicy.NextAttempt(9, First, Now, Now.AddHours(1), chance: 0.5);

        Assert.Equal(Now.AddHours(1).AddSeconds(-30), next);
    }

    [Fact]
    public void A_message_in_its_last_minute_is_given_up() =>
        Assert.Null(RetryPolicy.NextAttempt(1, First, Now, Now.AddSeconds(59), chance: 0.5));

    [Fact]
    public void There_is_no_attempt_before_the_first() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RetryPolicy.NextAttempt(0, First, Now, Now.AddDays(5), chance: 0.5));
}
