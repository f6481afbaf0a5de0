using System.Collections.Frozen;
using System.Text;

namespace Postroom.Rendering;

/// <summary>The letters the product can write, from the folders beside this file.</summary>
public static class LetterCatalog
{
    const string Root = "letters/";
    const string Shared = "Shared";

    static readonly FrozenDictionary<string, string> Files = ReadFiles();

    /// <summary>All letters, by name.</summary>
    public static IReadOnlyList<Letter> All { get; } = ReadAll();

    /// <summary>The letter of that name; null: there is none.</summary>
    public static Letter? Find(string name) => All.FirstOrDefault(letter => letter.Name == name);

    /// <summary>A file of a letter's folder, in the language, else in all languages, else in English, else the shared one; null: there is none.</summary>
    /// <param name="folder">The letter's folder, such as <c>PullRequest</c>.</param>
    /// <param name="name">The file's name without language and ending, such as <c>button.html</c>.</param>
    /// <param name="language">The language tag.</param>
    internal static string? File(string folder, string name, string language)
    {
        foreach (var place in (ReadOnlySpan<string>)[folder, Shared])
        {
            foreach (var ending in (ReadOnlySpan<string>)[$".{language}.hbs", ".hbs", ".en.hbs"])
            {
                if (Files.TryGetValue($"{place}/{name}{ending}", out var text)) return text;
            }
        }

        return null;
    }

    static Letter[] ReadAll() =>
    [
        .. from folder in Files.Keys.Select(path => path.Split('/')[0]).Distinct()
           where folder != Shared
           let name = Kebab(folder)
           orderby name
           select new Letter(name, folder, LetterModel.Parse(Files[$"{folder}/model.json"]), LetterSamples.Parse(Files[$"{folder}/sample.json"])),
    ];

    static string Kebab(string folder)
    {
        var name = new StringBuilder();
        foreach (var letter in folder)
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    static FrozenDictionary<string, string> ReadFiles()
    {
        var assembly = typeof(LetterCatalog).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Root.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);

        string Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        }
    }
}
