using Postroom.Notifications;
using static Postroom.Tests.Notifications.Events;

namespace Postroom.Tests.Notifications;

/// <summary>Who is called by a text, and by its edits.</summary>
public sealed class EventTextTests
{
    // The text now, the text before as the forge says it, whom it named before as far as was kept.
    [Theory]
    [InlineData("@ann @ben", "@ann", null, "ben")]
    [InlineData("@ann @ben", "", null, "ann ben")]
    [InlineData("@ann @ben", null, "ann", "ben")]
    [InlineData("@ann @Ben", null, "BEN", "ann")]
    [InlineData("@ann @ben", "@ann", "ben", "")]
    [InlineData("@ann @ben", null, "", "ann ben")]
    [InlineData("@ann @ben", null, null, "")]
    [InlineData("none", "@ann", "ann", "")]
    public void An_edit_calls_whom_nothing_named_before(string text, string? previous, string? kept, string called)
    {
        var before = kept?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(called, string.Join(' ', EventText.Of(Edit(text) with { PreviousText = previous })!.NewNames(before)));
    }

    [Fact]
    public void A_new_comment_calls_everybody_in_it() =>
        Assert.Equal(["ann", "ben"], EventText.Of(Comment(Dan, "@ann @ben"))!.NewNames(null));

    [Theory]
    [InlineData(PullRequestEventKind.Opened, "", false)]
    [InlineData(PullRequestEventKind.OpenedAsDraft, "", false)]
    [InlineData(PullRequestEventKind.Edited, "", true)]
    [InlineData(PullRequestEventKind.Merged, null, false)]
    [InlineData(PullRequestEventKind.Pushed, null, false)]
    public void An_event_without_a_comment_brings_the_description_or_nothing(PullRequestEventKind kind, string? key, bool isEdit)
    {
        var text = EventText.Of(Of(kind, Ben));

        Assert.Equal((key, isEdit), (text?.Key, text?.IsEdit ?? false));
    }

    [Fact]
    public void Another_target_with_another_description_is_an_edit_too() =>
        Assert.True(EventText.Of(Of(PullRequestEventKind.Retargeted, Ben) with { PreviousText = "before" })!.IsEdit);

    [Fact]
    public void A_deleted_comment_calls_nobody() => Assert.Null(EventText.Of(Comment(Ben, "@ann") with { Kind = PullRequestEventKind.CommentDeleted }));

    static PullRequestEvent Edit(string text) => Comment(Dan, text) with { Kind = PullRequestEventKind.CommentEdited };
}
