namespace Postroom.Tests.Contracts;

/// <summary>What every store must do with refresh tokens that replaced others.</summary>
public abstract class RefreshTokenContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Nothing_is_found_before_one_was_replaced() => Assert.Null(await Store.RefreshTokens.FindAsync("a", Token));

    [Fact]
    public async Task The_newest_is_found_on_every_node()
    {
        await Store.RefreshTokens.SaveAsync("a", "first", Store.Time.GetUtcNow(), Token);
        await Store.RefreshTokens.SaveAsync("a", "second", Store.Time.GetUtcNow(), Token);
        await using var other = Store.OpenAnotherNode();

        Assert.Equal(("second", null), (await other.RefreshTokens.FindAsync("a", Token), await other.RefreshTokens.FindAsync("b", Token)));
    }
}
