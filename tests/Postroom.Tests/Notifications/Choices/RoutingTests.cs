using Postroom.Notifications;
using Postroom.Notifications.Choices;

namespace Postroom.Tests.Notifications.Choices;

public sealed class RoutingTests
{
    static readonly Recipient Ben = new("ben", null, NoticeKind.Commented, RecipientReason.Reviewer, IsImmediate: false);

    [Theory]
    [InlineData(NoticeTiming.Immediately, true, null)]
    [InlineData(NoticeTiming.Digest, false, null)]
    [InlineData(NoticeTiming.Off, false, NotSentReason.Preference)]
    public void What_was_chosen_has_its_way(NoticeTiming timing, bool isImmediate, NotSentReason? notSent) =>
        Assert.Equal(Ben with { IsImmediate = isImmediate, NotSent = notSent }, Routing.Of(Ben, Chose(NoticeTopic.Comments, timing), isEnabled: true));

    [Fact]
    public void What_was_chosen_for_another_topic_changes_nothing() =>
        Assert.Equal(Ben, Routing.Of(Ben, Chose(NoticeTopic.Pushes, NoticeTiming.Off), isEnabled: true));

    // The kind, what is chosen for its topic (Comments) and for single kinds; what becomes of it.
    [Theory]
    [InlineData(NoticeKind.Commented, null, "", false, null)]
    [InlineData(NoticeKind.Commented, NoticeTiming.Off, "", false, NotSentReason.Preference)]
    [InlineData(NoticeKind.Commented, NoticeTiming.Off, "Commented=Digest", false, null)]
    [InlineData(NoticeKind.Commented, NoticeTiming.Off, "Replied=Immediately", false, NotSentReason.Preference)]
    [InlineData(NoticeKind.Replied, NoticeTiming.Off, "Replied=Immediately", true, null)]
    [InlineData(NoticeKind.Replied, null, "Replied=Immediately", true, null)]
    [InlineData(NoticeKind.Replied, NoticeTiming.Immediately, "Replied=Off", false, NotSentReason.Preference)]
    [InlineData(NoticeKind.Replied, NoticeTiming.Immediately, "Commented=Off", true, null)]
    [InlineData(NoticeKind.Mentioned, NoticeTiming.Off, "Commented=Off", true, null)]
    public void What_was_chosen_for_a_kind_outdoes_its_topic(NoticeKind kind, NoticeTiming? topic, string kinds, bool isImmediate, NotSentReason? notSent)
    {
        var choices = new PersonChoices
        {
            Timing = topic is { } timing ? new Dictionary<NoticeTopic, NoticeTiming> { [NoticeTopic.Comments] = timing } : [],
            KindTiming = kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('='))
                .ToDictionary(entry => Enum.Parse<NoticeKind>(entry[0]), entry => Enum.Parse<NoticeTiming>(entry[1])),
        };

        var routed = Routing.Of(
            Ben with { Kind = kind }, PersonSubscription.Default with { Choices = choices }, isEnabled: true);

        Assert.Equal((isImmediate, notSent), (routed.IsImmediate, routed.NotSent));
    }

    [Fact]
    public void Each_of_the_kinds_told_can_be_chosen() => Assert.All(NoticeKinds.Told, kind => Assert.Equal(
        NotSentReason.Preference,
        Routing.Of(
            Ben with { Kind = kind },
            PersonSubscription.Default with { Choices = new PersonChoices { KindTiming = new Dictionary<NoticeKind, NoticeTiming> { [kind] = NoticeTiming.Off } } }, isEnabled: true).NotSent));

    // What is chosen for mentions and for comments; on which reason a reviewer who is named in a comment is told, and whether at once.
    [Theory]
    [InlineData(null, null, NoticeKind.Mentioned, true)]
    [InlineData(NoticeTiming.Off, null, NoticeKind.Commented, false)]
    [InlineData(NoticeTiming.Off, NoticeTiming.Immediately, NoticeKind.Commented, true)]
    [InlineData(null, NoticeTiming.Off, NoticeKind.Mentioned, true)]
    [InlineData(NoticeTiming.Digest, NoticeTiming.Off, NoticeKind.Mentioned, false)]
    [InlineData(NoticeTiming.Digest, NoticeTiming.Immediately, NoticeKind.Mentioned, true)]
    [InlineData(null, NoticeTiming.Digest, NoticeKind.Mentioned, true)]
    public void Who_is_concerned_on_two_grounds_is_told_on_the_strongest_they_wish(NoticeTiming? mentions, NoticeTiming? comments, NoticeKind kind, bool isImmediate)
    {
        var routed = Routing.Of(NamedReviewer, Chose(mentions, comments), isEnabled: true);

        Assert.Equal((kind, kind == NoticeKind.Mentioned ? RecipientReason.Mentioned : RecipientReason.Reviewer, isImmediate, null), (routed.Kind, routed.Reason, routed.IsImmediate, routed.NotSent));
    }

    [Fact]
    public void Who_wishes_to_hear_on_no_ground_is_not_told() =>
        Assert.Equal(NotSentReason.Preference, Routing.Of(NamedReviewer, Chose(NoticeTiming.Off, NoticeTiming.Off), isEnabled: true).NotSent);

    [Fact]
    public void Unsubscribed_outdoes_what_was_chosen() =>
        Assert.Equal(NotSentReason.Unsubscribed, Routing.Of(Ben, Chose(NoticeTopic.Comments, NoticeTiming.Immediately) with { IsUnsubscribed = true }, isEnabled: true).NotSent);

    [Fact]
    public void Switched_off_outdoes_both() =>
        Assert.Equal(
            NotSentReason.SwitchedOff,
            Routing.Of(Ben, PersonSubscription.Default with { IsUnsubscribed = true }, isEnabled: false).NotSent);

    [Fact]
    public void Who_is_not_told_anyway_keeps_the_reason()
    {
        var actor = Ben with { NotSent = NotSentReason.OwnAction };

        Assert.Equal(actor, Routing.Of(actor, PersonSubscription.Default, isEnabled: false));
    }

    [Fact]
    public void Every_kind_has_a_topic_and_a_name() =>
        Assert.All(Enum.GetValues<NoticeKind>(), kind => Assert.True(Enum.IsDefined(NoticeKinds.TopicOf(kind)) && char.IsLower(NoticeKinds.NameOf(kind)[0])));

    static Recipient NamedReviewer => new("ben", null, NoticeKind.Mentioned, RecipientReason.Mentioned, IsImmediate: true)
    {
        Further = [new NoticeReason(NoticeKind.Commented, RecipientReason.Reviewer)],
    };

    static PersonSubscription Chose(NoticeTiming? mentions, NoticeTiming? comments)
    {
        var timing = new[] { (NoticeTopic.Mentions, mentions), (NoticeTopic.Comments, comments) }
            .Where(choice => choice.Item2 is not null).ToDictionary(choice => choice.Item1, choice => choice.Item2!.Value);
        return PersonSubscription.Default with { Choices = new PersonChoices { Timing = timing } };
    }

    static PersonSubscription Chose(NoticeTopic topic, NoticeTiming timing) =>
        PersonSubscription.Default with { Choices = new PersonChoices { Timing = new Dictionary<NoticeTopic, NoticeTiming> { [topic] = timing } } };
}
