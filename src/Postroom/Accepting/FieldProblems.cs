namespace Postroom.Accepting;

/// <summary>Everything that is wrong with a submission, by field, gathered so that all is told at once.</summary>
public sealed class FieldProblems
{
    /// <summary>The most problems that are told; a hostile body cannot make the answer long.</summary>
    public const int Most = 100;

    readonly SortedDictionary<string, List<string>> _byField = new(StringComparer.Ordinal);
    int _count;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Says what is wrong with a field and how to mend it.</summary>
    public void Add(string field, string reason)
    {
        if (++_count > Most) return;
        if (!_byField.TryGetValue(field, out var reasons)) _byField[field] = reasons = [];
        reasons.Add(reason);
    }

    /// <summary>The reasons by field, as problem details carry them (RFC 9457).</summary>
    public IDictionary<string, string[]> ToDictionary() =>
        _byField.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}
