namespace Postroom.Rendering;

/// <summary>The templates of one letter in one language, as people write them.</summary>
/// <param name="Subject">The subject: one line.</param>
/// <param name="Html">The HTML.</param>
/// <param name="Text">The plain text.</param>
public sealed record LetterSource(string Subject, string Html, string Text);
