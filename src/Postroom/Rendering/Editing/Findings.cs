namespace Postroom.Rendering.Editing;

/// <summary>Collects what is wrong with one part of a template, and turns places into lines and columns.</summary>
sealed class Findings(string part, string source)
{
    /// <summary>More would not be read.</summary>
    const int Most = 50;

    readonly List<(int At, TemplateProblem Problem)> _problems = [];

    /// <summary>All of them, in the order of the source.</summary>
    public IEnumerable<TemplateProblem> All => _problems.OrderBy(found => found.At).Select(found => found.Problem);

    /// <summary>Whether any more would be passed over.</summary>
    public bool IsFull => _problems.Count >= Most;

    /// <summary>Adds one.</summary>
    public void Add(int at, string key, params IReadOnlyList<object> args)
    {
        if (IsFull) return;
        var before = source.AsSpan(0, Math.Clamp(at, 0, source.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        _problems.Add((at, new TemplateProblem(part, line, column, key, args)));
    }
}
