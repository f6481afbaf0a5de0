using Postroom.Notifications;
using Postroom.Notifications.Digests;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications.Digests;

/// <summary>What is left of a digest: each rule on its own.</summary>
public sealed class DigestCompactionTests
{
    int _next;

    [Fact]
    public void A_deleted_comment_vanishes_with_its_edits() =>
        Assert.Equal("pushed", Left(Told(Comment(Ben, "Oops")), Told(Pushed()), Told(Edit("Better")), Told(Of(PullRequestEventKind.CommentDeleted, Ben) with { Comment = new PullRequestComment("c1", "", Ben) }, reason: null)));

    [Fact]
    public void A_deleted_comment_vanishes_from_the_mention_it_made() =>
        Assert.Equal("", Left(Told(Comment(Ben, "@ann"), NoticeKind.Mentioned), Told(Of(PullRequestEventKind.CommentDeleted, Ben) with { Comment = new PullRequestComment("c1", "", Ben) }, reason: null)));

    [Fact]
    public void Another_comment_stays_when_one_is_deleted() =>
        Assert.Equal("commented", Left(Told(Comment(Ben, "A", comment: "c2")), Told(Of(PullRequestEventKind.CommentDeleted, Ben) with { Comment = new PullRequestComment("c1", "", Ben) }, reason: null)));

    [Fact]
    public void An_edited_comment_shows_its_last_text()
    {
        var left = DigestCompaction.Of([Told(Comment(Ben, "Frist")), Told(Edit("First")), Told(Edit("First!"))]);

        Assert.Equal([(NoticeKind.Commented, "First!")], left.Select(item => (item.Kind, item.Event.Comment!.Text)));
    }

    [Fact]
    public void An_edit_of_what_was_told_before_is_nothing_to_tell() => Assert.Equal("", Left(Told(Edit("First"), reason: null)));

    [Fact]
    public void A_correction_changes_what_is_there() =>
        Assert.Equal(
            "First",
            DigestCompaction.Of([Told(Comment(Ben, "Frist"), NoticeKind.Mentioned), Told(Edit("First"), reason: null)]).Single().Event.Comment!.Text);

    [Fact]
    public void Superseded_pushes_collapse_to_the_last() =>
        Assert.Equal(
            "c", DigestCompaction.Of([Told(Pushed("a")), Told(Pushed("b")), Told(Pushed("c"))]).Single().Event.Commit);

    [Theory]
    [InlineData("approved", "approved")]
    [InlineData("approved unapproved", "")]
    [InlineData("unapproved approved", "")]
    [InlineData("needsWork unapproved", "")]
    [InlineData("unapproved needsWork", "needsWork")]
    [InlineData("needsWork approved", "approved")]
    [InlineData("approved needsWork", "needsWork")]
    [InlineData("approved unapproved approved", "approved")]
    public void Of_a_reviewers_verdicts_what_holds_is_told(string happened, string left) => Assert.Equal(left, LeftOf(happened));

    [Fact]
    public void The_verdicts_of_two_reviewers_stand_side_by_side() =>
        Assert.Equal("approved unapproved", Left(Told(Of(PullRequestEventKind.Approved, Ben)), Told(Of(PullRequestEventKind.Unapproved, Cora))));

    [Theory]
    [InlineData(PullRequestEventKind.Approved), InlineData(PullRequestEventKind.NeedsWork)]
    public void A_dismissed_review_takes_away_its_reviewers_verdict_and_no_others(PullRequestEventKind verdict) => Assert.Equal(
        "approved", Left(Told(Of(verdict, Ben)), Told(Of(PullRequestEventKind.Approved, Cora)), Told(Dismissed(Ben, by: Cora))));

    [Fact]
    public void A_dismissed_review_of_before_the_digest_is_told() =>
        Assert.Equal("approved dismissed", Left(Told(Of(PullRequestEventKind.Approved, Cora)), Told(Dismissed(Ben, by: Cora))));

    [Fact]
    public void A_verdict_after_a_dismissed_one_is_what_holds() =>
        Assert.Equal("approved", Left(Told(Dismissed(Ben, by: Cora)), Told(Of(PullRequestEventKind.Approved, Ben))));

    [Fact]
    public void A_digest_is_in_the_order_of_events_however_they_came()
    {
        var early = Of(PullRequestEventKind.Approved, Ben) with { At = Opened.At.AddMinutes(-2) };

        Assert.Equal("needsWork", Left(Told(Of(PullRequestEventKind.NeedsWork, Ben)), Told(early)));
        Assert.Equal("approved pushed", Left(Told(Pushed()), Told(early)));
    }

    [Fact]
    public void What_was_written_with_a_verdict_stays() =>
        Assert.Equal(
            "reviewed",
            Left(Told(Of(PullRequestEventKind.Approved, Ben) with { Comment = new PullRequestComment("r1", "Good but slow", Ben) }), Told(Of(PullRequestEventKind.Unapproved, Ben))));

    [Theory]
    [InlineData("commented pushed approved retargeted readyForReview autoMergeRequested merged", "commented merged")]
    [InlineData("pushed edited declined", "declined")]
    [InlineData("opened pushed merged", "opened merged")]
    [InlineData("merged commented", "merged commented")]
    public void Merged_or_declined_closes_the_digest(string happened, string left) =>
        Assert.Equal(left, LeftOf(happened));

    [Theory]
    [InlineData("declined reopened", "")]
    [InlineData("reopened declined", "")]
    [InlineData("declined reopened merged", "merged")]
    [InlineData("pushed declined reopened commented", "pushed commented")]
    [InlineData("declined reopened declined", "declined")]
    public void Declined_and_opened_again_is_nothing(string happened, string left) => Assert.Equal(left, LeftOf(happened));

    [Fact]
    public void Of_a_deleted_pull_request_only_that_is_told() => Assert.Equal("deleted", LeftOf("opened commented approved deleted"));

    [Fact]
    public void Retargeted_twice_is_once_from_the_first_to_the_last()
    {
        var left = DigestCompaction.Of(
            [Told(Retargeted("main", "next")), Told(Pushed()), Told(Retargeted("next", "release"))]);

        Assert.Equal([("Pushed", null, "main"), ("Retargeted", "main", "release")], left.Select(item => (item.Kind.ToString(), item.Event.PreviousTarget, item.Event.PullRequest.TargetBranch!)));
    }

    [Fact]
    public void Retargeted_to_and_fro_is_nothing() => Assert.Equal("", Left(Told(Retargeted("main", "next")), Told(Retargeted("next", "main"))));

    [Fact]
    public void Edited_twice_is_once_from_the_first_title()
    {
        var left = DigestCompaction.Of(
            [Told(Retitled("One", "Two")), Told(Retitled(null, "Two")), Told(Retitled("Two", "Three"))]);

        Assert.Equal([("One", "Three")], left.Select(item => (item.Event.PreviousTitle!, item.Event.PullRequest.Title)));
    }

    [Fact]
    public void A_title_that_is_back_is_no_other_title() =>
        Assert.Null(DigestCompaction.Of([Told(Retitled("One", "Two")), Told(Retitled("Two", "One"))]).Single().Event.PreviousTitle);

    [Theory]
    [InlineData("convertedToDraft readyForReview", "")]
    [InlineData("readyForReview convertedToDraft readyForReview", "readyForReview")]
    [InlineData("convertedToDraft", "convertedToDraft")]
    [InlineData("autoMergeRequested autoMergeCancelled", "")]
    public void To_and_fro_is_nothing(string happened, string left) => Assert.Equal(left, LeftOf(happened));

    [Fact]
    public void A_reviewer_added_and_released_hears_nothing() =>
        Assert.Equal("", Left(Told(Of(PullRequestEventKind.ReviewersChanged, Ann), NoticeKind.ReviewerAdded), Told(Of(PullRequestEventKind.ReviewersChanged, Ann), NoticeKind.ReviewerRemoved)));

    [Fact]
    public void Changes_of_reviewers_are_one()
    {
        var left = DigestCompaction.Of(
            [Told(Reviewers([Ben, Cora], [])), Told(Reviewers([Dan], [Cora])), Told(Reviewers([], [Ann]))]);

        var change = Assert.Single(left).Event;
        Assert.Equal(("ben dan", "ann"), (string.Join(' ', change.AddedReviewers.Select(person => person.Login)), string.Join(' ', change.RemovedReviewers.Select(person => person.Login))));
    }

    [Fact]
    public void Reviewers_who_came_and_went_are_nothing() => Assert.Equal("", Left(Told(Reviewers([Ben], [])), Told(Reviewers([], [Ben]))));

    [Fact]
    public void A_digest_of_nothing_is_nothing() => Assert.Empty(DigestCompaction.Of([]));

    [Fact]
    public void A_digest_that_nothing_collapses_stays_in_order() =>
        Assert.Equal("opened pushed commented approved", LeftOf("opened pushed commented approved"));

    static string Left(params DigestItem[] items) =>
        string.Join(' ', DigestCompaction.Of(items).Select(item => NoticeKinds.NameOf(item.Kind)));

    string LeftOf(string happened) => Left([.. happened.Split(' ').Select(name => Enum.Parse<PullRequestEventKind>(name, ignoreCase: true))
        .Select(kind => Told(kind == PullRequestEventKind.Commented ? Comment(Ben, "Text", comment: $"c{_next++}") : Of(kind, Ben)))]);

    static PullRequestEvent Pushed(string commit = "a") => Of(PullRequestEventKind.Pushed, Ann) with { Commit = commit };

    static PullRequestEvent Dismissed(ForgePerson reviewer, ForgePerson by) =>
        Of(PullRequestEventKind.Dismissed, by) with { Comment = new PullRequestComment("r1", "", reviewer) };

    static PullRequestEvent Edit(string text) => Comment(Ben, text) with { Kind = PullRequestEventKind.CommentEdited };

    static PullRequestEvent Retargeted(string from, string to) =>
        Of(PullRequestEventKind.Retargeted, Ann) with { PreviousTarget = from, PullRequest = Seven with { TargetBranch = to } };

    static PullRequestEvent Retitled(string? from, string to) =>
        Of(PullRequestEventKind.Edited, Ann) with { PreviousTitle = from, PullRequest = Seven with { Title = to } };

    static PullRequestEvent Reviewers(ForgePerson[] added, ForgePerson[] removed) =>
        Of(PullRequestEventKind.ReviewersChanged, Cora) with { AddedReviewers = added, RemovedReviewers = removed };

    static DigestItem Told(
        PullRequestEvent e, NoticeKind? kind = null, RecipientReason? reason = RecipientReason.Author) =>
        new(e, e.At, kind ?? (NoticeKind)e.Kind, reason);
}
