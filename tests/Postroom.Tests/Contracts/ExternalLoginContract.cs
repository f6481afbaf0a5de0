namespace Postroom.Tests.Contracts;

public abstract class ExternalLoginContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    const string Issuer = "https://login.example.com";

    readonly Guid _ann = Guid.CreateVersion7();
    readonly Guid _ben = Guid.CreateVersion7();

    [Fact]
    public async Task A_user_is_found_by_issuer_and_subject()
    {
        await TieAsync("s1", _ann);

        Assert.Equal(_ann, await Store.ExternalLogins.FindAsync(Issuer, "s1", Token));
        Assert.Null(await Store.ExternalLogins.FindAsync(Issuer, "S1", Token));
        Assert.Null(await Store.ExternalLogins.FindAsync("https://elsewhere.example", "s1", Token));
    }

    [Fact]
    public async Task A_subject_is_one_user_and_a_user_one_subject()
    {
        await TieAsync("s1", _ann);

        Assert.False(await TieAsync("s1", _ben));
        Assert.False(await TieAsync("s2", _ann));
        Assert.Equal(
            (_ann, (Guid?)null),
            (await Store.ExternalLogins.FindAsync(Issuer, "s1", Token), await Store.ExternalLogins.FindAsync(Issuer, "s2", Token)));
    }

    [Fact]
    public async Task A_user_who_is_untied_can_be_tied_anew()
    {
        await TieAsync("s1", _ann);

        Assert.True(await Store.ExternalLogins.ForgetAsync(_ann, Token));
        Assert.False(await Store.ExternalLogins.IsLinkedAsync(_ann, Token));
        Assert.True(await TieAsync("s2", _ann));
        Assert.True(await Store.ExternalLogins.IsLinkedAsync(_ann, Token));
    }

    [Fact]
    public async Task A_user_is_untied_at_one_provider_and_stays_tied_at_another()
    {
        await TieAsync("s1", _ann);
        await Store.ExternalLogins.AddAsync("https://elsewhere.example", "s1", _ann, Store.Time.GetUtcNow(), Token);
        await TieAsync("s2", _ben);
        var before = await Store.ExternalLogins.IssuersOfAsync(_ann, Token);

        var first = await Store.ExternalLogins.ForgetAsync(_ann, Issuer, Token);
        var second = await Store.ExternalLogins.ForgetAsync(_ann, Issuer, Token);

        Assert.Equal((true, false), (first, second));
        Assert.Equal(["https://elsewhere.example", Issuer], before);
        Assert.Equal(["https://elsewhere.example"], await Store.ExternalLogins.IssuersOfAsync(_ann, Token));
        Assert.Equal([Issuer], await Store.ExternalLogins.IssuersOfAsync(_ben, Token));
    }

    Task<bool> TieAsync(string subject, Guid user) => Store.ExternalLogins.AddAsync(
        Issuer, subject, user, Store.Time.GetUtcNow(), Token);
}
