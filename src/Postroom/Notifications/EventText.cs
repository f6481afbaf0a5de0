namespace Postroom.Notifications;

/// <summary>The text an event brings or changes, in which people may be named.</summary>
/// <param name="Key">Empty: the description; else the id of the comment.</param>
/// <param name="Text">As it is now; empty: there is none any more.</param>
/// <param name="Previous">As it was before, as far as the forge says; null: it does not.</param>
/// <param name="IsEdit">Whether the text was there before.</param>
public sealed record EventText(string Key, string Text, string? Previous, bool IsEdit)
{
    /// <summary>The text of an event; null: it has none, or takes it away.</summary>
    public static EventText? Of(PullRequestEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Kind == PullRequestEventKind.CommentDeleted) return null;
        if (e.Comment is { } comment) return new EventText(comment.Id, comment.Text, e.PreviousText, e.Kind == PullRequestEventKind.CommentEdited);
        var isNew = e.Kind is PullRequestEventKind.Opened or PullRequestEventKind.OpenedAsDraft;
        return isNew || e.Kind == PullRequestEventKind.Edited || e.PreviousText is not null
            ? new EventText("", e.PullRequest.Description ?? "", e.PreviousText, !isNew)
            : null;
    }

    /// <summary>Who is named in it now, by login.</summary>
    public IReadOnlyList<string> Names => Mentions.In(Text);

    /// <summary>
    /// Who is named in it for the first time. Where nobody knows whom an edited text named before, it is nobody: better one
    /// call too few than the same one with each edit.
    /// </summary>
    /// <param name="before">Whom it named as far as was kept, without regard to case; null: nothing was kept of it.</param>
    public IReadOnlyList<string> NewNames(IReadOnlySet<string>? before)
    {
        if (!IsEdit) return Names;
        if (Previous is null && before is null) return [];
        return [.. Names.Except(Mentions.In(Previous), StringComparer.OrdinalIgnoreCase).Where(login => before?.Contains(login) != true)];
    }
}
