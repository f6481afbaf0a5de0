using System.Globalization;
using Postroom.Forges.Memory;
using Postroom.Tests.Forges.Support;

namespace Postroom.Tests.Forges.Memory;

public sealed class PullRequestMemoryTests
{
    static readonly ForgeIdentity Ann = new("7", "ann");
    static readonly ForgeIdentity Ben = new("8", "ben");

    [Fact]
    public void A_later_author_takes_the_place_of_an_earlier_one() =>
        Assert.Equal([Ben], Played(Present(PullRequestRole.Author, Ann), Present(PullRequestRole.Author, Ben)).Having(PullRequestRole.Author));

    [Fact]
    public void A_number_gets_its_login_when_both_are_seen() => Assert.Equal(
        [Ann], Played(Present(PullRequestRole.Asked, new ForgeIdentity("7", null)), Present(PullRequestRole.Asked, Ann)).Having(PullRequestRole.Asked));

    [Fact]
    public void A_login_does_not_lose_its_number() => Assert.Equal(
        "7", Assert.Single(Played(Present(PullRequestRole.Asked, Ann), Present(PullRequestRole.Asked, new ForgeIdentity(null, "ANN"))).Having(PullRequestRole.Asked)).Id);

    [Fact]
    public void Who_is_released_is_no_reviewer_by_an_earlier_verdict_either() => Assert.Empty(
        Played(Present(PullRequestRole.Asked, Ann), Present(PullRequestRole.Reviewed, Ann), Seen() with { Removed = [new SeenRole(PullRequestRole.Asked, Ann)] })
            .Having(PullRequestRole.Reviewed));

    [Fact]
    public void A_whole_list_takes_out_who_is_not_in_it()
    {
        var memory = Played(Present(PullRequestRole.Asked, Ann), Present(PullRequestRole.Asked, Ben) with { Complete = [PullRequestRole.Asked] });

        Assert.Equal([Ben], memory.Having(PullRequestRole.Asked));
    }

    [Fact]
    public void A_whole_list_of_numbers_leaves_who_is_known_by_the_login_alone()
    {
        var numbers = Present(PullRequestRole.Asked, new ForgeIdentity("8", null)) with { Complete = [PullRequestRole.Asked] };

        Assert.Contains("ann", Played(Present(PullRequestRole.Asked, new ForgeIdentity(null, "ann")), numbers).Having(PullRequestRole.Asked).Select(who => who.Login));
    }

    [Fact]
    public void A_whole_list_of_reviewers_leaves_who_reviewed_without_being_asked() => Assert.Equal(
        [Ann],
        Played(Present(PullRequestRole.Reviewed, Ann), Present(PullRequestRole.Asked, Ben) with { Complete = [PullRequestRole.Asked] }).Having(PullRequestRole.Reviewed));

    [Fact]
    public void Who_deleted_one_of_two_comments_still_takes_part()
    {
        var memory = Played(Comment("1", Ann), Comment("2", Ann), Comment("1", Ann, isDeleted: true));

        Assert.Equal((1, "2"), (memory.Having(PullRequestRole.Commenter).Count(), Assert.Single(memory.Comments).Id));
    }

    [Fact]
    public void Roles_are_bounded_and_the_author_and_who_was_seen_last_stay()
    {
        var memory = Played([Present(PullRequestRole.Author, Ann), .. Enumerable.Range(100, 500).Select(i => Present(PullRequestRole.Participant, Number(i)))]);

        Assert.Equal((PullRequestMemory.MostRoles, true, false, true), (memory.Roles.Count, Has(memory, "7"), Has(memory, "100"), Has(memory, "599")));
    }

    [Fact]
    public void Comments_are_bounded_and_the_newest_stay()
    {
        var memory = Played([.. Enumerable.Range(0, 700).Select(i => Comment(i.ToString(CultureInfo.InvariantCulture), Ann))]);

        Assert.Equal((PullRequestMemory.MostComments, "699"), (memory.Comments.Count, memory.Comments[^1].Id));
    }

    [Fact]
    public void What_is_written_is_read_as_it_was()
    {
        var memory = Played(Present(PullRequestRole.Author, Ann), Comment("1", Ben with { IsBot = true }), Seen() with { Removed = [new SeenRole(PullRequestRole.Asked, Ben)] });

        var read = PullRequestMemoryJson.Read(PullRequestMemoryJson.Write(memory));

        Assert.Equal(memory.Roles, read.Roles);
        Assert.Equal(memory.Comments, read.Comments);
    }

    [Fact]
    public void Nothing_is_read_from_nothing() => Assert.Empty(PullRequestMemoryJson.Read("{}").Comments);

    static bool Has(PullRequestMemory memory, string id) => memory.Roles.Any(known => known.Who.Id == id);

    static ForgeIdentity Number(int id) => new(id.ToString(CultureInfo.InvariantCulture), null);

    static Sighting Seen() => new() { Source = "source", At = Payloads.Received, Root = "root" };

    static Sighting Present(PullRequestRole role, ForgeIdentity who) => Seen() with { Present = [new SeenRole(role, who)] };

    static Sighting Comment(string id, ForgeIdentity author, bool isDeleted = false) =>
        Seen() with { Comment = new SeenComment(id, null, author, isDeleted) };

    // One minute apart, as they are in the list.
    static PullRequestMemory Played(params Sighting[] sightings) =>
        sightings.Index().Aggregate(PullRequestMemory.Empty, (memory, seen) => memory.With(seen.Item with { At = seen.Item.At.AddMinutes(seen.Index) }));
}
