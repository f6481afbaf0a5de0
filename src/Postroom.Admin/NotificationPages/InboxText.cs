using Postroom.Forges;
using Postroom.Languages;

namespace Postroom.Admin.NotificationPages;

/// <summary>The states of the inbox in addresses and in the reader's language.</summary>
static class InboxText
{
    /// <summary>All states with their words in addresses.</summary>
    public static IReadOnlyList<(InboxState State, string Word)> All { get; } =
    [
        (InboxState.Received, "received"), (InboxState.Processed, "processed"), (InboxState.Ignored, "ignored"), (InboxState.Failed, "failed"),
    ];

    public static InboxState? Parse(string? word)
    {
        foreach (var (state, known) in All)
            if (known == word) return state;
        return null;
    }

    public static string? WordOf(InboxState? state) => state is { } known ? All.First(pair => pair.State == known).Word : null;

    public static string NameOf(InboxState state) => state switch
    {
        InboxState.Received => Texts.Get("Console.Inbox.State.Received"),
        InboxState.Processed => Texts.Get("Console.Inbox.State.Processed"),
        InboxState.Ignored => Texts.Get("Console.Inbox.State.Ignored"),
        _ => Texts.Get("Console.Inbox.State.Failed"),
    };

    public static string ClassOf(InboxState state) => state switch
    {
        InboxState.Received => "info",
        InboxState.Processed => "ok",
        InboxState.Ignored => "",
        _ => "bad",
    };

    /// <summary>What happened to the pull request.</summary>
    public static string KindOf(InboxSubject subject) => Texts.Get("Forge.Kind." + subject.Kind);
}
