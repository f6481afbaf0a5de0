using System.Globalization;
using Postroom.Languages;
using Postroom.Notifications;

namespace Postroom.Forges;

/// <summary>Why an event was ignored, or could not be worked on. Its text is read by people in their own language.</summary>
/// <param name="Code">A stable name; its text is <c>Forge.Reason.</c> and the code in <see cref="Texts"/>.</param>
/// <param name="Detail">What goes into the text, such as the name of an event or field; null: nothing.</param>
public sealed record ForgeReason(string Code, string? Detail = null)
{
    const int MostNumbers = 20;

    /// <summary>All codes.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        ["ActionUntold", "AnsweredUnknown", "AuthorNumber", "AuthorUnknown", "CommentsFollow", "Fault", "Missing", "NotJson", "NotPullRequest", "PeopleNumbers", "SourceGone", "SystemNote"];

    /// <summary>The text in the language of the reader of the page.</summary>
    public string Text => TextIn(CultureInfo.CurrentUICulture);

    /// <summary>The text in the given language.</summary>
    public string TextIn(CultureInfo language) => Texts.GetIn(language, "Forge.Reason." + Code, Detail ?? "");

    /// <inheritdoc/>
    public override string ToString() => TextIn(CultureInfo.InvariantCulture);

    internal static ForgeReason NotPullRequest(string what) => new("NotPullRequest", what);

    internal static ForgeReason ActionUntold(string action) => new("ActionUntold", action);

    /// <summary>What an event could not be told to everybody for; null: to nobody who is unknown.</summary>
    internal static ForgeReason? NotTold(Memory.CompletedEvent completed) => completed switch
    {
        { Event.Kind: PullRequestEventKind.CommentEdited or PullRequestEventKind.CommentDeleted } => null, // It is told to nobody.
        { UnknownAuthor: { Length: > 0 } number } when Recipients.TellsAuthor(completed.Event.Kind) => new("AuthorNumber", number),
        { UnknownAuthor: not null } when Recipients.TellsAuthor(completed.Event.Kind) => new("AuthorUnknown"),
        { UnknownPeople: { Count: > 0 } numbers } => new("PeopleNumbers", string.Join(", ", numbers.Take(MostNumbers))),
        { IsAnsweredUnknown: true } => new("AnsweredUnknown"),
        _ => null,
    };

    internal static ForgeReason CommentsFollow() => new("CommentsFollow");

    internal static ForgeReason SystemNote() => new("SystemNote");

    internal static ForgeReason Missing(string field) => new("Missing", field);

    internal static ForgeReason NotJson() => new("NotJson");

    internal static ForgeReason SourceGone() => new("SourceGone");

    internal static ForgeReason Fault(string words) => new("Fault", words);
}
