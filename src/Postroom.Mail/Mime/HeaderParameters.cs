using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Mime;

/// <summary>The parameters of a header value, names without regard to case, decoded from RFC 2231 where they are so written.</summary>
public sealed class HeaderParameters : IReadOnlyList<KeyValuePair<string, string>>
{
    readonly List<KeyValuePair<string, string>> _all;

    internal HeaderParameters(List<KeyValuePair<string, string>> all) => _all = all;

    /// <summary>No parameter.</summary>
    public static HeaderParameters None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _all.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _all[index];

    /// <summary>The value of the first parameter of the name; null when there is none.</summary>
    public string? this[string name] => TryGet(name, out var value) ? value : null;

    /// <summary>Reads what follows the main value of a header such as Content-Type. Never throws.</summary>
    /// <param name="text">The unfolded value.</param>
    /// <param name="main">What stands before the first semicolon, without comments.</param>
    public static HeaderParameters Parse(string text, out string main) => ParameterReader.Read(text, out main);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        foreach (var parameter in _all)
        {
            if (!string.Equals(parameter.Key, name, StringComparison.OrdinalIgnoreCase)) continue;
            value = parameter.Value;
            return true;
        }

        value = null;
        return false;
    }
}
