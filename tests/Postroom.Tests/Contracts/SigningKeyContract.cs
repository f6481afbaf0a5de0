using Postroom.Mail.Dkim;
using Postroom.Signing;

namespace Postroom.Tests.Contracts;

public abstract class SigningKeyContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const string Domain = "example.com";

    [Fact]
    public async Task A_key_is_read_as_it_was_added()
    {
        var key = Key("pr2026a");

        Assert.True(await Store.SigningKeys.AddAsync([key], Token));

        Assert.Equal(key, Assert.Single((await Store.SigningKeys.ReadAsync(Token)).Keys));
    }

    [Fact]
    public async Task Keys_are_added_all_or_none()
    {
        await Store.SigningKeys.AddAsync([Key("pr2026a")], Token);

        Assert.False(await Store.SigningKeys.AddAsync([Key("pr2026e"), Key("pr2026a")], Token));
        Assert.Equal(["pr2026a"], await SelectorsAsync());
    }

    [Fact]
    public async Task Another_domain_may_have_the_same_selector()
    {
        await Store.SigningKeys.AddAsync([Key("pr2026a")], Token);

        Assert.True(await Store.SigningKeys.AddAsync([Key("pr2026a") with { Domain = "example.org" }], Token));
    }

    [Fact]
    public async Task Activating_a_key_makes_the_former_one_of_its_kind_retiring()
    {
        await Store.SigningKeys.AddAsync([Key("old"), Key("new"), Key("other") with { Algorithm = DkimAlgorithm.Ed25519 }], Token);
        await ActivateAsync("old");
        await ActivateAsync("other");
        Store.Time.Advance(TimeSpan.FromDays(1));

        Assert.True(await ActivateAsync("new"));

        Assert.Equal(SigningKeyState.Active, (await FindAsync("new")).State);
        Assert.Equal(SigningKeyState.Active, (await FindAsync("other")).State);
        var old = await FindAsync("old");
        Assert.Equal((SigningKeyState.Retiring, Store.Time.GetUtcNow()), (old.State, old.RetiringAt));
    }

    [Fact]
    public async Task A_retiring_key_may_become_active_again()
    {
        await Store.SigningKeys.AddAsync([Key("old"), Key("new")], Token);
        await ActivateAsync("old");
        await ActivateAsync("new");

        Assert.True(await ActivateAsync("old"));
        Assert.Equal((SigningKeyState.Active, SigningKeyState.Retiring), ((await FindAsync("old")).State, (await FindAsync("new")).State));
    }

    [Fact]
    public async Task What_is_active_or_unknown_is_not_activated_and_changes_nothing()
    {
        await Store.SigningKeys.AddAsync([Key("one")], Token);
        await ActivateAsync("one");

        Assert.False(await ActivateAsync("one"));
        Assert.False(await ActivateAsync("two"));
        Assert.Equal(SigningKeyState.Active, (await FindAsync("one")).State);
    }

    [Fact]
    public async Task A_key_retires_step_by_step_and_loses_its_private_half()
    {
        await Store.SigningKeys.AddAsync([Key("one")], Token);
        await ActivateAsync("one");

        var first = await RetireAsync("one");
        var second = await RetireAsync("one");

        Assert.Equal((SigningKeyState.Retiring, "protected"), (first!.State, first.ProtectedKey));
        Assert.Equal((SigningKeyState.Retired, ""), (second!.State, second.ProtectedKey));
        Assert.Null(await RetireAsync("one"));
        Assert.False(await ActivateAsync("one"));
    }

    [Fact]
    public async Task The_selector_of_a_retired_key_is_never_taken_again()
    {
        await Store.SigningKeys.AddAsync([Key("one")], Token);
        await RetireAsync("one");

        Assert.False(await Store.SigningKeys.AddAsync([Key("one")], Token));
    }

    [Fact]
    public async Task What_is_chosen_for_a_domain_is_kept()
    {
        var choice = new SigningDomain(Domain) { SignsSubdomains = true, SendsUnsigned = true, RotatesAfterDays = 180, KeepsRecordDays = 14 };
        await Store.SigningKeys.ChooseAsync(new SigningDomain(Domain), Token);

        await Store.SigningKeys.ChooseAsync(choice, Token);

        Assert.Equal(choice, Assert.Single((await Store.SigningKeys.ReadAsync(Token)).Domains));
    }

    [Fact]
    public async Task Of_two_nodes_that_activate_at_once_one_key_stays_active()
    {
        await using var other = Store.OpenAnotherNode();
        await Store.SigningKeys.AddAsync([Key("one"), Key("two")], Token);

        await Task.WhenAll(ActivateAsync("one"), other.SigningKeys.ActivateAsync(Domain, "two", Store.Time.GetUtcNow(), Token));

        Assert.Single((await Store.SigningKeys.ReadAsync(Token)).Keys, key => key.State == SigningKeyState.Active);
    }

    Task<bool> ActivateAsync(string selector) => Store.SigningKeys.ActivateAsync(Domain, selector, Store.Time.GetUtcNow(), Token);

    Task<SigningKey?> RetireAsync(string selector) => Store.SigningKeys.RetireAsync(Domain, selector, Store.Time.GetUtcNow(), Token);

    async Task<SigningKey> FindAsync(string selector) => (await Store.SigningKeys.ReadAsync(Token)).Keys.Single(key => key.Selector == selector);

    async Task<IEnumerable<string>> SelectorsAsync() => (await Store.SigningKeys.ReadAsync(Token)).Keys.Select(key => key.Selector);

    SigningKey Key(string selector) => new(Domain, selector, DkimAlgorithm.Rsa, "MIIB", SigningKeyState.Prepared, Store.Time.GetUtcNow()) { ProtectedKey = "protected" };
}
