using System.Collections;

namespace Postroom.Rendering;

/// <summary>The entries of a list as a template sees them: each turn of a loop over it is counted.</summary>
sealed class LetterList(RenderMeter meter, List<object?> entries) : IReadOnlyList<object?>
{
    /// <inheritdoc/>
    public int Count => entries.Count;

    /// <inheritdoc/>
    public object? this[int index]
    {
        get
        {
            meter.Turn();
            return entries[index];
        }
    }

    /// <summary>Leaves out the last entries.</summary>
    public void Cut(int count) => entries.RemoveRange(entries.Count - count, count);

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < entries.Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
