namespace Postroom.Rendering;

/// <summary>Makes a letter shorter by leaving out the last entries of its list, and counts them in the letter.</summary>
static class LetterCut
{
    /// <summary>Leaves out a quarter of the entries, at least one; false: there is nothing to leave out.</summary>
    public static bool Shorten(LetterModel model, Dictionary<string, object?> values)
    {
        if (model.Split is null || values.GetValueOrDefault(model.Split) is not LetterList { Count: > 1 } entries) return false;
        var cut = Math.Max(entries.Count / 4, 1);
        entries.Cut(cut);
        if (model.SplitRest is { } rest) values[rest] = (values.GetValueOrDefault(rest) as long? ?? 0) + cut;
        return true;
    }
}
