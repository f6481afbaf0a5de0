using System.Globalization;
using Postroom.Languages;

namespace Postroom.Settings;

/// <summary>One thing that is wrong, or unwise, with one field of a settings page. Holds no secret.</summary>
/// <param name="Field">The field's name in the configuration, such as <c>Port</c>.</param>
/// <param name="MessageKey">The key of its text in <see cref="Texts"/>; the text names the reason and the cure.</param>
/// <param name="Args">What goes into the text.</param>
public sealed record SettingsProblem(string Field, string MessageKey, params IReadOnlyList<object> Args)
{
    /// <summary>The text in the language of the reader of the page.</summary>
    public string Text => TextIn(CultureInfo.CurrentUICulture);

    /// <summary>The text in the given language.</summary>
    public string TextIn(CultureInfo language) => Texts.GetIn(language, MessageKey, [.. Args]);

    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {TextIn(CultureInfo.InvariantCulture)}";
}
