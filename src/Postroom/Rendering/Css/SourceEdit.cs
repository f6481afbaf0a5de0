using System.Text;

namespace Postroom.Rendering.Css;

/// <summary>A piece of the source that is replaced.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended; the same as <paramref name="Start"/>: something is put in.</param>
/// <param name="Text">What comes instead.</param>
sealed record SourceEdit(int Start, int End, string Text)
{
    /// <summary>The source with all edits made; they do not overlap.</summary>
    public static string Apply(string source, IEnumerable<SourceEdit> edits)
    {
        var text = new StringBuilder(source.Length * 2);
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            text.Append(source, at, edit.Start - at).Append(edit.Text);
            at = edit.End;
        }

        return text.Append(source, at, source.Length - at).ToString();
    }
}
