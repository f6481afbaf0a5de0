using System.Globalization;
using System.Resources;

namespace Postroom.Languages;

/// <summary>Every text people read, by key. One file for each language: <c>Texts.resx</c> (English), <c>Texts.ja.resx</c> and so on.</summary>
public static class Texts
{
    static readonly ResourceManager Resources = new("Postroom.Languages.Texts", typeof(Texts).Assembly);

    /// <summary>The text in the language of <see cref="CultureInfo.CurrentUICulture"/>; English where that language is not spoken.</summary>
    /// <param name="key">The key, such as <c>Problem.Host.Missing</c>.</param>
    /// <param name="args">What goes into <c>{0}</c>, <c>{1}</c> …; formatted for the same language.</param>
    public static string Get(string key, params object?[] args) => GetIn(CultureInfo.CurrentUICulture, key, args);

    /// <summary>The text in the given language; English where that language is not spoken.</summary>
    /// <param name="language">The language.</param>
    /// <param name="key">The key, such as <c>Problem.Host.Missing</c>.</param>
    /// <param name="args">What goes into <c>{0}</c>, <c>{1}</c> …; formatted for the same language.</param>
    public static string GetIn(CultureInfo language, string key, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(args);
        var text = Resources.GetString(key, language) ?? Missing(key);
        return args.Length == 0 ? text : string.Format(language, text, args);
    }

    /// <summary>The keys and texts of one language, without falling back; null: there is no such language.</summary>
    internal static ResourceSet? Of(CultureInfo language) => Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false);

    // A page with a key on it is ugly, but it still works; during development and in tests it must not pass.
    static string Missing(string key)
    {
#if DEBUG
        throw new KeyNotFoundException($"There is no text '{key}' in Languages/Texts.resx.");
#else
        return key;
#endif
    }
}
