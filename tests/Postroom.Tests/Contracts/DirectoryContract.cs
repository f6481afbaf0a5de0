using Postroom.People;

namespace Postroom.Tests.Contracts;

public abstract class DirectoryContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task A_learnt_login_leads_to_its_person_whatever_its_case()
    {
        await LearnAsync("ann", "ann@example.org");

        Assert.Equal("ann@example.org", (await FindAsync("ANN"))?.Email);
    }

    [Fact]
    public async Task A_login_of_one_source_is_nobody_in_another()
    {
        await LearnAsync("ann", "ann@example.org");

        Assert.Null(await FindAsync("ann", "gitlab"));
    }

    [Fact]
    public async Task A_login_of_any_source_is_found_in_each()
    {
        await Store.Directory.PutAsync([new DirectoryEntry(PeopleDirectory.AnySource, "ann", Email: "ann@example.org")], isLearnt: false, Token);

        Assert.NotNull(await FindAsync("ann", "gitlab"));
    }

    [Fact]
    public async Task Logins_with_one_address_are_one_person()
    {
        await LearnAsync("ann", "ann@example.org");
        await LearnAsync("ann-at-work", "ANN@example.org");

        Assert.Equal((await FindAsync("ann"))!.Id, (await FindAsync("ann-at-work"))!.Id);
    }

    [Fact]
    public async Task A_login_without_an_address_is_not_learnt()
    {
        await LearnAsync("ann", null);

        Assert.Null(await FindAsync("ann"));
    }

    [Fact]
    public async Task A_new_address_of_the_only_login_is_the_same_persons()
    {
        await LearnAsync("ann", "ann@example.org");
        var before = await FindAsync("ann");

        await LearnAsync("ann", "ann@example.net");

        Assert.Equal(before! with { Email = "ann@example.net" }, await FindAsync("ann"));
    }

    [Fact]
    public async Task A_new_address_of_one_login_of_several_leaves_the_others_alone()
    {
        await LearnAsync("ann", "ann@example.org");
        await LearnAsync("ann2", "ann@example.org");

        await LearnAsync("ann", "other@example.net");

        Assert.Equal(("other@example.net", "ann@example.org"), ((await FindAsync("ann"))!.Email, (await FindAsync("ann2"))!.Email));
    }

    [Fact]
    public async Task What_was_entered_is_not_changed_by_what_is_learnt()
    {
        await EnterAsync("ann", "ann@example.org");

        await LearnAsync("ann", "elsewhere@example.net");

        Assert.Equal("ann@example.org", (await FindAsync("ann"))!.Email);
    }

    [Fact]
    public async Task Gaps_of_what_was_entered_are_filled_by_what_is_learnt()
    {
        await EnterAsync("ann", null);

        await Store.Directory.PutAsync([new DirectoryEntry("hub", "ann", "Ann", "ann@example.org", "ja")], isLearnt: true, Token);

        var person = await FindAsync("ann");
        Assert.Equal(("Ann", "ann@example.org", "ja"), (person!.Name, person.Email, person.Language));
    }

    [Fact]
    public async Task The_number_of_a_login_that_is_imported_is_known_in_its_forge()
    {
        await Store.Directory.PutAsync([new DirectoryEntry("hub", "ann", "Ann", "ann@example.org") { ForgeId = "42" }], isLearnt: false, Token);

        Assert.Equal("ann", (await Store.Memory.RecallAsync("hub", "root", ["42"], Token)).ById["42"].Login);
    }

    [Fact]
    public async Task What_is_entered_stands_against_what_was_learnt()
    {
        await LearnAsync("ann", "ann@example.org");

        await EnterAsync("ann", "right@example.net");

        Assert.Equal("right@example.net", (await FindAsync("ann"))!.Email);
    }

    [Fact]
    public async Task A_person_cannot_take_anothers_address()
    {
        await LearnAsync("ann", "ann@example.org");
        await LearnAsync("ben", "ben@example.org");

        Assert.False(await Store.Directory.UpdateAsync((await FindAsync("ben"))! with { Email = "Ann@example.org" }, Token));
    }

    [Fact]
    public async Task Language_and_zone_are_kept()
    {
        await LearnAsync("ann", "ann@example.org");
        var wished = (await FindAsync("ann"))! with { Language = "ja", TimeZone = "Asia/Tokyo" };

        Assert.True(await Store.Directory.UpdateAsync(wished, Token));
        Assert.Equal(wished, await Store.Directory.FindAsync(wished.Id, Token));
    }

    [Fact]
    public async Task Two_people_become_one_with_both_logins_and_the_first_address()
    {
        await LearnAsync("ann", "ann@example.org");
        await LearnAsync("ann2", "ann@example.net");
        var (keep, drop) = ((await FindAsync("ann"))!, (await FindAsync("ann2"))!);

        Assert.True(await Store.Directory.MergeAsync(keep.Id, drop.Id, Token));

        Assert.Equal((keep, keep), (await FindAsync("ann"), await FindAsync("ann2")));
        Assert.Null(await Store.Directory.FindAsync(drop.Id, Token));
    }

    [Fact]
    public async Task Who_has_no_address_gets_it_by_a_merge()
    {
        await EnterAsync("ann", null);
        await LearnAsync("ann2", "ann@example.net");

        await Store.Directory.MergeAsync((await FindAsync("ann"))!.Id, (await FindAsync("ann2"))!.Id, Token);

        Assert.Equal((await FindAsync("ann"))!.Id, (await Store.Directory.FindByEmailAsync("ANN@example.net", Token))?.Id);
    }

    [Fact]
    public async Task A_removed_person_takes_the_logins_along()
    {
        await LearnAsync("ann", "ann@example.org");

        await Store.Directory.RemoveAsync((await FindAsync("ann"))!.Id, Token);

        Assert.Null(await FindAsync("ann"));
    }

    [Fact]
    public async Task A_removed_login_leaves_the_person()
    {
        await LearnAsync("ann", "ann@example.org");

        await Store.Directory.RemoveLoginAsync("hub", "Ann", Token);

        Assert.Equal((null, 1L), (await FindAsync("ann"), (await Store.Directory.CountAsync(Token)).People));
    }

    [Theory, InlineData("ANN@"), InlineData("_x"), InlineData("Anna")]
    public async Task People_are_found_by_a_part_of_what_they_are_called(string text)
    {
        await Store.Directory.PutAsync([new DirectoryEntry("hub", "ann_x", "Anna", "ann@example.org"), new DirectoryEntry("hub", "ben", "Ben", "ben@example.org")], isLearnt: true, Token);

        var found = Assert.Single(await Store.Directory.ListAsync(text, null, 10, Token));

        Assert.Equal([new DirectoryLogin("hub", "ann_x", IsLearnt: true)], found.Logins);
    }

    [Fact]
    public async Task The_list_goes_on_after_a_person()
    {
        for (var number = 0; number < 3; number++) await LearnAsync($"u{number}", $"u{number}@example.org");
        var first = await Store.Directory.ListAsync(null, null, 2, Token);

        var second = await Store.Directory.ListAsync(null, first[^1].Person.Id, 2, Token);

        Assert.Equal(3, first.Concat(second).Select(person => person.Person.Email).Distinct().Count());
    }

    Task LearnAsync(string login, string? email) => Store.Directory.PutAsync([new DirectoryEntry("hub", login, Email: email)], isLearnt: true, Token);

    Task EnterAsync(string login, string? email) => Store.Directory.PutAsync([new DirectoryEntry("hub", login, Email: email)], isLearnt: false, Token);

    async Task<Person?> FindAsync(string login, string source = "hub") =>
        (await Store.Directory.FindAsync(source, [login], Token)).GetValueOrDefault(login);
}
