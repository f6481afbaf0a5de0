using Postroom.Accepting;
using Postroom.Accepting.Senders;

namespace Postroom.Tests.Contracts;

public abstract class AppStoreContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_key_is_found_by_its_hash_with_its_app()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        await Store.Apps.SetSenderAsync("wiki", "Wiki <wiki@example.com>", Token);

        Assert.Equivalent(new AppKey("wiki", "Wiki <wiki@example.com>", "k1", ["send", "read"]), await Store.Apps.FindKeyAsync("hash of k1", Token));
    }

    [Fact]
    public async Task An_unknown_hash_has_no_key() => Assert.Null(await Store.Apps.FindKeyAsync("hash of k1", Token));

    [Fact]
    public async Task An_app_may_have_several_keys_the_newest_first()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        await Store.Apps.AddKeyAsync("wiki", Key("k2"), Token);

        Assert.Equal(["k2", "k1"], Assert.Single(await Store.Apps.ListAsync(Token)).Keys.Select(key => key.Id));
    }

    [Fact]
    public async Task Apps_are_listed_by_name()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        await Store.Apps.AddKeyAsync("shop", Key("k2"), Token);

        Assert.Equal(["shop", "wiki"], (await Store.Apps.ListAsync(Token)).Select(app => app.Name));
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);

        Assert.True(await Store.Apps.RevokeKeyAsync("k1", Store.Time.GetUtcNow(), Token));
        Assert.Null(await Store.Apps.FindKeyAsync("hash of k1", Token));
    }

    [Fact]
    public async Task A_key_is_revoked_once()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        await Store.Apps.RevokeKeyAsync("k1", Store.Time.GetUtcNow(), Token);

        Assert.False(await Store.Apps.RevokeKeyAsync("k1", Store.Time.GetUtcNow(), Token));
    }

    [Fact]
    public async Task An_unknown_app_gets_no_sender() => Assert.False(await Store.Apps.SetSenderAsync("wiki", null, Token));

    [Fact]
    public async Task A_sender_can_be_taken_away()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        await Store.Apps.SetSenderAsync("wiki", "wiki@example.com", Token);

        await Store.Apps.SetSenderAsync("wiki", null, Token);

        Assert.Null(Assert.Single(await Store.Apps.ListAsync(Token)).Sender);
    }

    [Fact]
    public async Task The_pages_of_links_are_kept_with_the_app_and_come_with_its_keys()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        await Store.Apps.SetLinkUrlsAsync("wiki", ["https://a.example/x", "https://b.example/"], Token);

        Assert.Equal(["https://a.example/x", "https://b.example/"], (await Store.Apps.FindKeyAsync("hash of k1", Token))!.LinkUrls);
        Assert.Equal(["https://a.example/x", "https://b.example/"], Assert.Single(await Store.Apps.ListAsync(Token)).LinkUrls);
        Assert.False(await Store.Apps.SetLinkUrlsAsync("shop", [], Token));
    }

    [Fact]
    public async Task What_an_app_may_name_as_From_is_kept_and_comes_with_its_keys()
    {
        await Store.Apps.AddKeyAsync("wiki", Key("k1"), Token);
        Assert.Empty((await Store.Apps.FindKeyAsync("hash of k1", Token))!.SenderRules);

        await Store.Apps.SetSenderRulesAsync("wiki", SenderRules.Kept("*.example.com\nwiki@example.net"), Token);

        Assert.Equal(["*.example.com", "wiki@example.net"],
            Shown((await Store.Apps.FindKeyAsync("hash of k1", Token))!.SenderRules));
        Assert.Equal(
            ["*.example.com", "wiki@example.net"], Shown(Assert.Single(await Store.Apps.ListAsync(Token)).SenderRules));
        Assert.False(await Store.Apps.SetSenderRulesAsync("shop", [], Token));
        static IEnumerable<string> Shown(IEnumerable<SenderRule> rules) => rules.Select(rule => rule.ToString());
    }

    ApiKey Key(string id) => new(id, "hash of " + id, ["send", "read"], Store.Time.GetUtcNow(), null);
}
