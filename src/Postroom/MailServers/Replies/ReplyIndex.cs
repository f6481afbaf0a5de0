using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Mail.Smtp;

namespace Postroom.MailServers.Replies;

/// <summary>The rows of <c>replies.json</c>, ready to be tried: one walk over the text finds all phrases of all rows.</summary>
sealed class ReplyIndex
{
    readonly PhraseFinder _phrases;
    readonly ReplyWords _words = ReplyWords.Load();
    readonly IndexedRule[] _indexed;

    ReplyIndex(List<ReplyRule> rules)
    {
        Rules = rules;
        var phrases = rules.SelectMany(rule => rule.Text ?? []).Distinct(StringComparer.Ordinal).ToList();
        var numbers = phrases.Select((phrase, number) => (phrase, number)).ToDictionary(pair => pair.phrase, pair => pair.number, StringComparer.Ordinal);
        _phrases = new PhraseFinder(phrases);
        _indexed = [.. rules.Select(rule => new IndexedRule(rule, phrase => numbers[phrase], _words, Stages))];
    }

    /// <summary>At which stages each meaning may answer.</summary>
    public ReplyStages Stages { get; } = ReplyStages.Load();

    /// <summary>The rows in order.</summary>
    public IReadOnlyList<ReplyRule> Rules { get; }

    /// <summary>Reads the file that is part of the program.</summary>
    public static ReplyIndex Load()
    {
        using var file = ReplyFiles.Open("replies.json");
        return new ReplyIndex(JsonSerializer.Deserialize(file, ReplyJson.Default.ListReplyRule)
            ?? throw new InvalidOperationException("replies.json is empty."));
    }

    /// <summary>Whether a text speaks of something: a group of <c>words.json</c>.</summary>
    public bool Speaks(string text, string group) => _words.Find(text).Has(_words.NumberOf(group));

    /// <summary>What the first row that fits says. The last row fits everything.</summary>
    /// <param name="stage">The word of the stage; null: not known.</param>
    /// <param name="code">The three digits.</param>
    /// <param name="enhanced">The enhanced code; null: none.</param>
    /// <param name="text">The text.</param>
    public Verdict Judge(string? stage, int code, EnhancedStatus? enhanced, string text)
    {
        var (found, words) = (_phrases.Find(text), _words.Find(text));
        foreach (var rule in _indexed)
            if (rule.Fits(stage, code, enhanced, found, words, text)) return rule.Verdict(code);
        throw new InvalidOperationException("The last row of replies.json does not fit everything.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<ReplyRule>))]
sealed partial class ReplyJson : JsonSerializerContext;
