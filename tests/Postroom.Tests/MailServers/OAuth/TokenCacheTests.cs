using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;

namespace Postroom.Tests.MailServers.OAuth;

/// <summary>The token that all sessions share.</summary>
public sealed class TokenCacheTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_request_serves_everybody_who_waits()
    {
        await using var fixture = new TokenFixture(TokenServer.Token("one"));
        var gate = new TaskCompletionSource();
        fixture.Server.Gate = gate.Task;
        var source = fixture.Source();

        var waiting = Enumerable.Range(0, 20).Select(_ => source.GetAsync(null, Cancel).AsTask()).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal("one", ValueOf(answer)));
        Assert.Single(fixture.Server.Asked);
    }

    [Fact]
    public async Task Who_waits_no_longer_takes_the_token_from_nobody()
    {
        await using var fixture = new TokenFixture(TokenServer.Token("one"));
        var gate = new TaskCompletionSource();
        fixture.Server.Gate = gate.Task;
        var source = fixture.Source();
        using var impatient = new CancellationTokenSource();
        var first = source.GetAsync(null, impatient.Token).AsTask();
        var second = source.GetAsync(null, Cancel).AsTask();

        await impatient.CancelAsync();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("one", ValueOf(await second));
    }

    [Theory, InlineData(3_600, 54, "one"), InlineData(3_600, 56, "two"), InlineData(300, 3, "one"), InlineData(300, 5, "two")]
    public async Task It_is_renewed_ahead_of_its_end(int lifetime, int minutes, string expected)
    {
        await using var fixture = new TokenFixture(TokenServer.Token("one", lifetime), TokenServer.Token("two"));
        var source = fixture.Source();
        await source.GetAsync(null, Cancel);

        fixture.Time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(expected, ValueOf(await source.GetAsync(null, Cancel)));
    }

    [Fact]
    public async Task While_the_endpoint_fails_the_token_at_hand_is_used_to_its_end()
    {
        await using var fixture = new TokenFixture(
            TokenServer.Token("one"), TokenServer.Error("server_error", status: 503));
        var source = fixture.Source();
        await source.GetAsync(null, Cancel);

        fixture.Time.Advance(TimeSpan.FromMinutes(56));
        var near = await source.GetAsync(null, Cancel);
        fixture.Time.Advance(TimeSpan.FromMinutes(5));
        var after = await source.GetAsync(null, Cancel);

        Assert.Equal(("one", TokenTroubles.Busy), (ValueOf(near), ReasonOf(after)));
    }

    [Fact]
    public async Task After_a_failure_it_is_not_asked_again_at_once_and_then_it_is()
    {
        await using var fixture = new TokenFixture(TokenServer.Error("invalid_client"), TokenServer.Token("one"));
        var source = fixture.Source();

        var first = await source.GetAsync(null, Cancel);
        var second = await source.GetAsync(null, Cancel);
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        var third = await source.GetAsync(null, Cancel);

        Assert.Equal(
            (TokenTroubles.Client, TokenTroubles.Client, "one", 2),
            (ReasonOf(first), ReasonOf(second), ValueOf(third), fixture.Server.Asked.Count));
    }

    [Fact]
    public async Task A_token_that_was_refused_is_renewed_but_not_a_fresh_one()
    {
        await using var fixture = new TokenFixture(TokenServer.Token("one"), TokenServer.Token("two"));
        var source = fixture.Source();
        await source.GetAsync(null, Cancel);

        var fresh = await source.GetAsync("one", Cancel);
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        var renewed = await source.GetAsync("one", Cancel);
        var late = await source.GetAsync("one", Cancel);

        Assert.Equal(
            ("one", "two", "two", 2), (ValueOf(fresh), ValueOf(renewed), ValueOf(late), fixture.Server.Asked.Count));
    }

    [Fact]
    public async Task A_refresh_token_that_was_replaced_is_stored_and_used_after_a_restart()
    {
        await using var fixture = new TokenFixture(
            TokenServer.Token("one", more: ",\"refresh_token\":\"r2\""), TokenServer.Token("two"));
        var order = fixture.Order with { Grant = GrantKind.RefreshToken, RefreshToken = "r1" };

        await fixture.Source(order).GetAsync(null, Cancel);
        await fixture.Source(order).GetAsync(null, Cancel);

        Assert.Equal(["r1", "r2"], fixture.Server.Asked.Select(form => form["refresh_token"]));
        Assert.DoesNotContain("r2", Assert.Single(fixture.Kept.Rows).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_out_of_order_loses_no_refresh_token()
    {
        await using var fixture = new TokenFixture(
            TokenServer.Token("one", more: ",\"refresh_token\":\"r2\""), TokenServer.Token("two"));
        fixture.Kept.IsBroken = true;
        var source = fixture.Source(fixture.Order with { Grant = GrantKind.RefreshToken, RefreshToken = "r1" });

        await source.GetAsync(null, Cancel);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await source.GetAsync(null, Cancel);

        Assert.Equal(["r1", "r2"], fixture.Server.Asked.Select(form => form["refresh_token"]));
    }

    static string ValueOf(TokenAnswer answer) => Assert.IsType<TokenAnswer.Token>(answer).Value;

    static string ReasonOf(TokenAnswer answer) => Assert.IsType<TokenAnswer.Unavailable>(answer).Reason;
}
