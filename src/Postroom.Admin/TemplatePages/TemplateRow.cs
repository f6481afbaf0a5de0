using Postroom.Languages;
using Postroom.Rendering;
using Postroom.Rendering.Editing;

namespace Postroom.Admin.TemplatePages;

/// <summary>One letter in the list.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="States">Its state in each language.</param>
public sealed record TemplateRow(Letter Letter, IReadOnlyList<TemplateState> States);

/// <summary>One letter in one language.</summary>
/// <param name="Language">The language.</param>
/// <param name="Saved">What people have made of it; null: it is as it comes.</param>
public sealed record TemplateState(Language Language, SavedTemplate? Saved);
