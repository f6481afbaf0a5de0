using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.MailServers.Replies;

/// <summary>
/// What a reply speaks of: groups of words that mean the same thing (<c>words.json</c>), such as <c>sender</c>, <c>limit</c> or
/// <c>deny</c>. Replies of servers that nobody has seen yet are judged by them: a limit and a rate are <em>too fast</em>,
/// whoever says it in which words.
/// </summary>
sealed class ReplyWords
{
    readonly PhraseFinder _finder;
    readonly int[][] _groupsOf;
    readonly Dictionary<string, int> _numbers;

    ReplyWords(Dictionary<string, string[]> groups)
    {
        Groups = [.. groups.Keys];
        _numbers = Groups.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal);
        var owners = groups.SelectMany(group => group.Value.Select(word => (Phrase: PhraseOf(word), Group: _numbers[group.Key])))
            .ToLookup(pair => pair.Phrase, pair => pair.Group, StringComparer.Ordinal);
        _finder = new PhraseFinder([.. owners.Select(owner => owner.Key)]);
        _groupsOf = [.. owners.Select(owner => owner.ToArray())];
    }

    /// <summary>The names of the groups.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Reads the file that is part of the program.</summary>
    public static ReplyWords Load() => new(Read());

    /// <summary>The groups with their words, as they stand in the file.</summary>
    public static Dictionary<string, string[]> Read()
    {
        using var file = ReplyFiles.Open("words.json");
        return JsonSerializer.Deserialize(file, ReplyWordsJson.Default.DictionaryStringStringArray)
            ?? throw new InvalidOperationException("words.json is empty.");
    }

    /// <summary>The number of a group, as it stands in <see cref="Find"/>.</summary>
    public int NumberOf(string group) =>
        _numbers.TryGetValue(group, out var number) ? number : throw new FormatException($"words.json has no group {group}.");

    /// <summary>The groups of which a word stands in the text.</summary>
    public PhraseSet Find(string text)
    {
        var found = new PhraseSet(Groups.Count);
        var phrases = _finder.Find(PlainWords.Of(text));
        for (var phrase = 0; phrase < _groupsOf.Length; phrase++)
        {
            if (!phrases.Has(phrase)) continue;
            foreach (var group in _groupsOf[phrase]) found.Add(group);
        }

        return found;
    }

    // A word begins and ends where a word does; with a star it goes on as it likes.
    static string PhraseOf(string word) => word.EndsWith('*') ? " " + word[..^1] : $" {word} ";
}

/// <summary>A text as words with one blank around each: no addresses, links or host names, whose letters mean nothing.</summary>
static class PlainWords
{
    /// <summary>The words, lower case, with a blank before the first and after the last.</summary>
    public static string Of(string text)
    {
        var words = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var range in text.AsSpan().SplitAny(" \t\r\n<>()[]\""))
        {
            var token = text.AsSpan(range);
            if (!token.IsEmpty && !IsName(token)) Append(words, token);
        }

        return words.ToString();
    }

    static void Append(StringBuilder words, ReadOnlySpan<char> token)
    {
        var wasLower = false;
        foreach (var c in token)
        {
            // MailboxFull and ReceivingRate are two words each.
            if (wasLower && char.IsAsciiLetterUpper(c)) words.Append(' ');
            wasLower = char.IsAsciiLetterLower(c);
            if (char.IsAsciiLetterOrDigit(c)) words.Append(char.ToLowerInvariant(c));
            else if (words[^1] != ' ') words.Append(' ');
        }

        if (words[^1] != ' ') words.Append(' ');
    }

    // anna@example.org, https://example.org/x, mail.example.org; not "denied.Please", which two sentences share.
    static bool IsName(ReadOnlySpan<char> token)
    {
        if (token.Contains('@') || token.Contains("://", StringComparison.Ordinal)) return true;
        token = token.Trim(".,;:!?'-");
        var dot = token.LastIndexOf('.');
        return dot > 0 && token.Length - dot is > 2 and < 26 && !token[(dot + 1)..].ContainsAnyExceptInRange('a', 'z');
    }
}

[JsonSerializable(typeof(Dictionary<string, string[]>))]
sealed partial class ReplyWordsJson : JsonSerializerContext;
