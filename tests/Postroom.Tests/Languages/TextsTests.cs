using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Postroom.Languages;
using Postroom.Tests.Support;

namespace Postroom.Tests.Languages;

public sealed partial class TextsTests
{
    // Keys made from a name at run time; each family has its own test that its names and keys agree.
    static readonly string[] Families =
    [
        "Certificate.", "Console.Domains.Done.", "Console.Domains.Finding.", "Console.Domains.Next.", "Console.Domains.Retire.", "Console.Domains.State.", "Console.State.", "Template.Sample.",
        "Console.MailServer.AddressFamily.", "Detect.Source.", "Doctor.", "Domain.", "Fault.", "Forge.", "MailServer.", "MailWarning.", "Notices.", "Preset.",
        "Problem.Signing.Pem.", "Problem.Signing.Record.", "Reply.", "Stage.", "Test.Warning.", "Alternative.",
    ];

    public static TheoryData<string> Tags => [.. Language.All.Select(language => language.Tag)];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "Texts*.resx").Select(path => Path.GetFileName(path))];

    static string Folder => Path.Combine(Repository.Root, "src", "Postroom", "Languages");

    [Fact]
    public void Speaks_English_and_Japanese() => Assert.Equal(["en", "ja"], Language.All.Select(language => language.Tag));

    [Theory, InlineData("ja-JP", "ja"), InlineData("JA", "ja"), InlineData("en-GB", "en"), InlineData("tlh", null), InlineData("", null)]
    public void Finds_a_language_by_its_tag(string tag, string? expected) => Assert.Equal(expected, Language.Find(tag)?.Tag);

    [Theory, MemberData(nameof(Tags))]
    public void Every_language_has_the_same_keys(string tag) => Assert.Equal(Of("en").Keys.Order(), Of(tag).Keys.Order());

    [Theory, MemberData(nameof(Tags))]
    public void Every_language_has_the_same_places_to_fill(string tag) =>
        Assert.All(Of(tag), text => Assert.Equal(Places(Of("en")[text.Key]), Places(text.Value)));

    [Theory, MemberData(nameof(Tags))]
    public void No_text_is_empty(string tag) => Assert.All(Of(tag), text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));

    [Fact]
    public void Japanese_texts_are_translated() =>
        Assert.All(
            Of("en").Where(text => EnglishSentence().IsMatch(text.Value)),
            text => Assert.NotEqual(text.Value, Of("ja")[text.Key]));

    [Theory, MemberData(nameof(Files))]
    public void Keys_stand_in_order(string file)
    {
        var keys = XDocument.Load(Path.Combine(Folder, file)).Root!.Elements("data").Select(data => data.Attribute("name")!.Value).ToList();

        Assert.True(keys.Order(StringComparer.Ordinal).SequenceEqual(keys), "Run eng/sort-texts.sh: the lines are out of order.");
    }

    [Fact]
    public void No_text_is_unused()
    {
        var sources = Repository.SourceText("*.cs", "*.razor");

        var unused = Of("en").Keys
            .Where(key => !Families.Any(family => key.StartsWith(family, StringComparison.Ordinal)))
            .Where(key => !sources.Contains($"\"{key}\"", StringComparison.Ordinal));

        Assert.Empty(unused);
    }

    [Fact]
    public void A_missing_key_does_not_pass() => Assert.Throws<KeyNotFoundException>(() => Texts.Get("No.Such.Key"));

    [Fact]
    public void A_language_that_is_not_spoken_reads_English() =>
        Assert.Equal("Host name", Texts.GetIn(CultureInfo.GetCultureInfo("fr"), "MailServer.Host.Label"));

    [Fact]
    public void Japanese_uses_the_words_administrators_know() =>
        Assert.Equal("ホスト名", Texts.GetIn(CultureInfo.GetCultureInfo("ja-JP"), "MailServer.Host.Label"));

    static Dictionary<string, string> Of(string tag) =>
        Texts.Of(tag == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(tag))!
            .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{\d+[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"[a-z]{3,} [a-z]{2,} [a-z]{2,}", RegexOptions.None, 1000)]
    private static partial Regex EnglishSentence();
}
