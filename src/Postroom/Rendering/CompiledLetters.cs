namespace Postroom.Rendering;

/// <summary>
/// Templates that were compiled while somebody typed: what was checked just now is looked at next, with one made-up model
/// after the other, and compiling is most of the time. Any number of threads at once.
/// </summary>
static class CompiledLetters
{
    const int Kept = 8;

    static readonly Lock Gate = new();
    static readonly LinkedList<(Key Key, CompiledLetter Compiled)> Recent = new();

    /// <summary>The compiled letter.</summary>
    /// <exception cref="Editing.TemplateProblemException">It cannot be used.</exception>
    public static CompiledLetter Of(Letter letter, LetterSource source, string language)
    {
        var key = new Key(letter.Name, language, source);
        lock (Gate)
        {
            foreach (var known in Recent)
            {
                if (known.Key == key) return known.Compiled;
            }
        }

        var compiled = CompiledLetter.Of(letter, source, language);
        lock (Gate)
        {
            Recent.AddFirst((key, compiled));
            if (Recent.Count > Kept) Recent.RemoveLast();
        }

        return compiled;
    }

    sealed record Key(string Letter, string Language, LetterSource Source);
}
