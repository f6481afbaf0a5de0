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

    [Fact]
    public void Unsubscribed_outdoes_what_was_chosen() =>
        Assert.Equal(NotSentReason.Unsubscribed, Routing.Of(Ben, Chose(NoticeTopic.Comments, NoticeTiming.Immediately) with { IsUnsubscribed = true }, isEnabled: true).NotSent);

    [Fact]
    public void Switched_off_outdoes_both() =>
        Assert.Equal(NotSentReason.SwitchedOff, Routing.Of(Ben, PersonStanding.Default with { IsUnsubscribed = true }, isEnabled: false).NotSent);

    [Fact]
    public void Who_is_not_told_anyway_keeps_the_reason()
    {
        var actor = Ben with { NotSent = NotSentReason.OwnAction };

        Assert.Equal(actor, Routing.Of(actor, PersonStanding.Default, isEnabled: false));
    }

    [Fact]
    public void Every_kind_has_a_topic_and_a_name() =>
        Assert.All(Enum.GetValues<NoticeKind>(), kind => Assert.True(Enum.IsDefined(NoticeKinds.TopicOf(kind)) && char.IsLower(NoticeKinds.NameOf(kind)[0])));

    static PersonStanding Chose(NoticeTopic topic, NoticeTiming timing) =>
        PersonStanding.Default with { Choices = new PersonChoices { Timing = new Dictionary<NoticeTopic, NoticeTiming> { [topic] = timing } } };
}
