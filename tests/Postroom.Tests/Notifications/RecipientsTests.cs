using Postroom.Notifications;
using Postroom.People;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications;

/// <summary>The table of recipients, row by row.</summary>
public sealed class RecipientsTests
{
    static readonly Person Wes = PersonOf("wes");

    [Theory]
    [InlineData(PullRequestEventKind.Opened, "ben!")]
    [InlineData(PullRequestEventKind.OpenedAsDraft, "ben")]
    [InlineData(PullRequestEventKind.Reviewed, "ann")]
    [InlineData(PullRequestEventKind.Merged, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Declined, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Reopened, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Deleted, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Approved, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Unapproved, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.NeedsWork, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Pushed, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Retargeted, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Edited, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Commented, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.Replied, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.CommentEdited, "")]
    [InlineData(PullRequestEventKind.CommentDeleted, "")]
    [InlineData(PullRequestEventKind.ReadyForReview, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.ConvertedToDraft, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.AutoMergeRequested, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.AutoMergeCancelled, "ann ben cora wes")]
    [InlineData(PullRequestEventKind.AutoMergeFailed, "ann!")]
    public void Each_event_is_told_to_those_of_the_table(PullRequestEventKind kind, string expected) =>
        Assert.Equal(expected, Told(Of(kind, Dan)));

    [Fact]
    public void A_reviewer_added_is_told_at_once_one_released_in_the_digest_and_the_author_of_both() =>
        Assert.Equal("dan! eve ann", Told(Of(PullRequestEventKind.ReviewersChanged, Cora) with { AddedReviewers = [Dan], RemovedReviewers = [new ForgePerson("eve")] }));

    [Fact]
    public void Who_is_named_in_a_comment_is_told_at_once_and_only_once() =>
        Assert.Equal("ben! ann cora wes", Told(Comment(Dan, "Please look, @Ben")));

    [Fact]
    public void Who_is_named_in_a_description_is_told_at_once() =>
        Assert.Equal("ben! dan!", Told(Opened with { PullRequest = Seven with { Description = "cc @dan" } }));

    [Fact]
    public void A_reviewer_who_is_named_in_a_comment_is_both() => Assert.Equal(
        [new NoticeReason(NoticeKind.Mentioned, RecipientReason.Mentioned), new NoticeReason(NoticeKind.Commented, RecipientReason.Reviewer)],
        ReasonsOf("ben", Comment(Dan, "Please look, @ben")));

    [Fact]
    public void A_reviewer_who_is_named_in_the_description_is_both() => Assert.Equal(
        [new NoticeReason(NoticeKind.Opened, RecipientReason.Reviewer), new NoticeReason(NoticeKind.Mentioned, RecipientReason.Mentioned)],
        ReasonsOf("ben", Opened with { PullRequest = Seven with { Description = "cc @ben" } }));

    [Fact]
    public void Two_reasons_for_the_same_kind_are_one_ground() => Assert.Equal(
        [new NoticeReason(NoticeKind.Merged, RecipientReason.Reviewer)],
        ReasonsOf(
            "ben", Of(PullRequestEventKind.Merged, Dan) with { PullRequest = Seven with { Participants = [Ben] } }));

    [Theory, InlineData(PullRequestEventKind.Opened), InlineData(PullRequestEventKind.OpenedAsDraft), InlineData(PullRequestEventKind.ReviewersChanged), InlineData(PullRequestEventKind.Commented)]
    public void Grounds_are_in_the_order_of_their_rank(PullRequestEventKind kind)
    {
        var e = Of(kind, Dan) with { AddedReviewers = [Ann, Ben], RemovedReviewers = [Ann, Cora] };

        Assert.All(
            Recipients.Of(e, new EventPeople(Known(), [Wes]) { Named = ["ann", "ben", "cora"] }),
            recipient => Assert.Equal(
                recipient.Reasons.OrderBy(reason => NoticeKinds.RankOf(reason.Kind)), recipient.Reasons));
    }

    [Fact]
    public void An_edited_text_calls_nobody_again() =>
        Assert.DoesNotContain("dan", Told(Of(PullRequestEventKind.Edited, Ben) with { PullRequest = Seven with { Description = "cc @dan" } }), StringComparison.Ordinal);

    [Fact]
    public void Who_is_new_in_an_edited_description_is_told_at_once() =>
        Assert.Equal("dan! ann cora wes", Told(Of(PullRequestEventKind.Edited, Ben) with { PullRequest = Seven with { Description = "cc @dan" }, PreviousText = "" }));

    [Fact]
    public void Nobody_is_told_of_their_own_action() =>
        Assert.Equal(NotSentReason.OwnAction, ReasonFor("ben", Of(PullRequestEventKind.Approved, Ben)));

    [Fact]
    public void Who_names_himself_is_not_told() => Assert.Equal(NotSentReason.OwnAction, ReasonFor("ben", Comment(Ben, "I, @ben, will do it")));

    [Fact]
    public void An_actor_with_another_login_is_still_the_actor()
    {
        var known = Known();
        known["ben-admin"] = known["ben"];

        var ben = Recipients.Of(Of(PullRequestEventKind.Merged, new ForgePerson("ben-admin")), new EventPeople(known, [])).Single(recipient => recipient.Login == "ben");

        Assert.Equal(NotSentReason.OwnAction, ben.NotSent);
    }

    [Fact]
    public void An_actor_who_watches_is_not_told()
    {
        var watching = Recipients.Of(Of(PullRequestEventKind.Merged, Dan), new EventPeople(Known(), [Known()["dan"]])).Single(recipient => recipient.Login.Length == 0);

        Assert.Equal(NotSentReason.OwnAction, watching.NotSent);
    }

    [Fact]
    public void Two_logins_of_one_person_get_one_notice()
    {
        var known = Known();
        known["cora"] = known["ben"];

        Assert.Equal(["ann", "ben"], Recipients.Of(Of(PullRequestEventKind.Merged, Dan), new EventPeople(known, [])).Select(recipient => recipient.Login));
    }

    [Fact]
    public void Programs_are_never_told() =>
        Assert.Equal("ann", Told(Of(PullRequestEventKind.Merged, Dan) with { PullRequest = Seven with { Reviewers = [Ben with { IsBot = true }], Participants = [] } }, watchers: false));

    [Fact]
    public void A_program_that_is_named_is_not_told() =>
        Assert.DoesNotContain(Recipients.Of(Comment(new ForgePerson("ci", IsBot: true), "@ci run"), EventPeople.Nobody with { Named = ["ci"] }), recipient => recipient.Login == "ci");

    [Fact]
    public void Who_has_no_address_does_not_keep_others_from_being_told()
    {
        var known = Known();
        known.Remove("ben");

        var recipients = Recipients.Of(Of(PullRequestEventKind.Merged, Dan), new EventPeople(known, []));

        Assert.Equal(
            [("ann", null), ("ben", NotSentReason.NoAddress), ("cora", (NotSentReason?)null)],
            recipients.Select(recipient => (recipient.Login, recipient.NotSent)));
    }

    [Fact]
    public void The_reason_is_the_first_that_holds() =>
        Assert.Equal(
            [RecipientReason.Author, RecipientReason.Reviewer, RecipientReason.Participant],
            Recipients.Of(
                Of(PullRequestEventKind.Merged, Dan) with { PullRequest = Seven with { Reviewers = [Ann, Ben], Participants = [Ann, Ben, Cora] } },
                new EventPeople(Known(), [Known()["cora"]])).Select(recipient => recipient.Reason));

    static string Told(PullRequestEvent e, bool watchers = true) => string.Join(' ', Recipients.Of(e, new EventPeople(Known(), watchers ? [Wes] : []) { Named = EventText.Of(e)?.NewNames(null) ?? [] })
        .Where(recipient => recipient.NotSent is null)
        .Select(recipient => (recipient.Login.Length > 0 ? recipient.Login.ToLowerInvariant() : "wes") + (recipient.IsImmediate ? "!" : "")));

    static NotSentReason? ReasonFor(string login, PullRequestEvent e) =>
        Recipients.Of(e, new EventPeople(Known(), []) { Named = EventText.Of(e)?.NewNames(null) ?? [] }).Single(recipient => recipient.Login == login).NotSent;

    static IEnumerable<NoticeReason> ReasonsOf(string login, PullRequestEvent e) =>
        Recipients.Of(e, new EventPeople(Known(), []) { Named = EventText.Of(e)?.NewNames(null) ?? [] }).Single(
            recipient => recipient.Login == login).Reasons;

    static Dictionary<string, Person> Known() =>
        new[] { "ann", "ben", "cora", "dan", "eve" }.ToDictionary(login => login, PersonOf, StringComparer.OrdinalIgnoreCase);

    static Person PersonOf(string login) =>
        new() { Id = new Guid([.. System.Text.Encoding.ASCII.GetBytes(login.PadRight(16))]), Email = $"{login}@example.org", Name = login };
}
