namespace Postroom.Forges.Readers;

/// <summary>Tells drafts by their titles, as people mark them where a forge has no flag for it.</summary>
static class DraftTitle
{
    static readonly string[] Marks = ["WIP:", "[WIP]", "(WIP)", "Draft:", "[Draft]", "(Draft)", "Draft - "];

    /// <summary>Whether the title begins with a mark of a draft, in any case.</summary>
    public static bool IsMarked(string? title) => title is not null
        && Marks.Any(mark => title.StartsWith(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether an edit put the mark there (true) or took it away (false); null: neither, or the title did not change.
    /// </summary>
    public static bool? Change(string? before, string? now) =>
        before is null || now is null || IsMarked(before) == IsMarked(now) ? null : IsMarked(now);
}
