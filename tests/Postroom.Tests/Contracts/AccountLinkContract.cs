using Postroom.People.Links;

namespace Postroom.Tests.Contracts;

public abstract class AccountLinkContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    AccountLinks Links => new(Store.Links, Store.Time);

    [Fact]
    public async Task A_link_is_found_by_its_token()
    {
        var draft = Draft() with { App = "wiki", Name = "Ann", Language = "ja" };
        var made = await Links.AddAsync(draft, Token);

        Assert.Equal(draft, await Links.FindAsync("wiki", LinkPurpose.Reset, made.Token!.Text, Token));
    }

    [Fact]
    public async Task A_link_about_a_user_names_the_user()
    {
        var id = Guid.CreateVersion7(Store.Time.GetUtcNow());
        var made = await Links.AddAsync(Draft() with { UserId = id }, Token);

        Assert.Equal(id, (await Links.FindAsync("", null, made.Token!.Text, Token))?.UserId);
    }

    [Fact]
    public async Task A_link_is_used_once()
    {
        var token = await MakeAsync(Draft());

        Assert.NotNull(await Links.RedeemAsync("", LinkPurpose.Reset, token, Token));
        Assert.Null(await Links.RedeemAsync("", LinkPurpose.Reset, token, Token));
        Assert.Null(await Links.FindAsync("", LinkPurpose.Reset, token, Token));
    }

    [Fact]
    public async Task Of_many_who_use_a_link_at_once_on_two_nodes_one_gets_it()
    {
        var token = await MakeAsync(Draft());
        await using var other = Store.OpenAnotherNode();
        var there = new AccountLinks(other.Links, Store.Time);

        var redeemed = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            (number % 2 == 0 ? Links : there).RedeemAsync("", LinkPurpose.Reset, token, Token)));

        Assert.Single(redeemed, link => link is not null);
    }

    [Theory]
    [InlineData(LinkPurpose.SetPassword, 72), InlineData(LinkPurpose.Reset, 1), InlineData(LinkPurpose.Invitation, 168)]
    [InlineData(LinkPurpose.Confirm, 24), InlineData(LinkPurpose.ChangeAddress, 24)]
    public async Task A_link_expires(LinkPurpose purpose, int hours)
    {
        var token = await MakeAsync(Draft(purpose));
        Store.Time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromSeconds(1));
        var before = await Links.FindAsync("", purpose, token, Token);
        Store.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(before);
        Assert.Null(await Links.FindAsync("", purpose, token, Token));
        Assert.Null(await Links.RedeemAsync("", purpose, token, Token));
    }

    [Fact]
    public async Task A_link_for_one_thing_does_nothing_else()
    {
        var token = await MakeAsync(Draft(LinkPurpose.Confirm));

        Assert.Null(await Links.RedeemAsync("", LinkPurpose.Reset, token, Token));
    }

    [Fact]
    public async Task A_link_of_one_app_opens_nothing_at_another()
    {
        var token = await MakeAsync(Draft() with { App = "wiki" });

        Assert.Null(await Links.RedeemAsync("shop", null, token, Token));
        Assert.NotNull(await Links.RedeemAsync("wiki", null, token, Token));
    }

    [Fact]
    public async Task An_old_link_dies_when_a_new_one_is_asked_for()
    {
        var old = await MakeAsync(Draft());
        var other = await MakeAsync(Draft() with { Email = "ben@example.org" });
        var another = await MakeAsync(Draft(LinkPurpose.Invitation));
        await MakeAsync(Draft() with { Email = "ANN@example.org" });

        Assert.Null(await Links.FindAsync("", null, old, Token));
        Assert.NotNull(await Links.FindAsync("", null, other, Token));
        Assert.NotNull(await Links.FindAsync("", null, another, Token));
    }

    [Fact]
    public async Task Using_a_link_ends_the_others_of_the_same_person()
    {
        var invitation = await MakeAsync(Draft(LinkPurpose.Invitation));
        var reset = await MakeAsync(Draft());

        await Links.RedeemAsync("", LinkPurpose.Reset, reset, Token);

        Assert.Null(await Links.FindAsync("", null, invitation, Token));
    }

    [Fact]
    public async Task Confirming_an_address_ends_no_other_link()
    {
        var reset = await MakeAsync(Draft());
        var confirm = await MakeAsync(Draft(LinkPurpose.Confirm));

        await Links.RedeemAsync("", LinkPurpose.Confirm, confirm, Token);

        Assert.NotNull(await Links.FindAsync("", null, reset, Token));
    }

    [Fact]
    public async Task All_links_of_a_user_end_together()
    {
        var id = Guid.CreateVersion7(Store.Time.GetUtcNow());
        var reset = await MakeAsync(Draft() with { UserId = id });
        var change = await MakeAsync(Draft(LinkPurpose.ChangeAddress) with { UserId = id, Email = "new@example.org" });

        await Links.EndAsync(id, Token);

        Assert.Null(await Links.FindAsync("", null, reset, Token));
        Assert.Null(await Links.FindAsync("", null, change, Token));
    }

    [Fact]
    public async Task An_app_revokes_its_own_link_once()
    {
        var draft = Draft() with { App = "wiki" };
        var token = await MakeAsync(draft);

        Assert.False(await Links.RevokeAsync("shop", draft.Id, Token));
        Assert.True(await Links.RevokeAsync("wiki", draft.Id, Token));
        Assert.False(await Links.RevokeAsync("wiki", draft.Id, Token));
        Assert.Null(await Links.FindAsync("wiki", null, token, Token));
    }

    [Fact]
    public async Task A_repeated_order_is_the_link_of_then()
    {
        var first = Draft() with { App = "wiki", IdempotencyKey = "k", Fingerprint = "f" };
        var token = await MakeAsync(first);
        await Store.Links.SetMessageAsync(first.Id, "m", Token);
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        var again = await Links.AddAsync(Draft() with { App = "wiki", IdempotencyKey = "k", Fingerprint = "f" }, Token);

        Assert.Equal((first with { MessageId = "m" }, null), (again.Link, again.Token));
        Assert.NotNull(await Links.FindAsync("wiki", null, token, Token));
    }

    [Fact]
    public async Task A_repeated_order_whose_mail_was_never_accepted_makes_a_new_link()
    {
        await MakeAsync(Draft() with { App = "wiki", IdempotencyKey = "k" });

        Assert.NotNull((await Links.AddAsync(Draft() with { App = "wiki", IdempotencyKey = "k" }, Token)).Token);
    }

    [Fact]
    public async Task What_ended_a_month_ago_is_forgotten()
    {
        var first = Draft() with { App = "wiki", IdempotencyKey = "k" };
        await MakeAsync(first);
        await Store.Links.SetMessageAsync(first.Id, "m", Token);
        Store.Time.Advance(TimeSpan.FromDays(31));
        await MakeAsync(Draft() with { Email = "ben@example.org" });

        Assert.NotNull((await Links.AddAsync(Draft() with { App = "wiki", IdempotencyKey = "k" }, Token)).Token);
    }

    AccountLink Draft(LinkPurpose purpose = LinkPurpose.Reset) => Links.New(purpose, "ann@example.org");

    async Task<string> MakeAsync(AccountLink draft) => (await Links.AddAsync(draft, Token)).Token!.Text;
}
