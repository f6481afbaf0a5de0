using Postroom.Notifications;

namespace Postroom.Tests.Notifications;

public sealed class MentionsTests
{
    [Theory]
    [InlineData("@{557058:1a2b} look", "557058:1a2b")]
    [InlineData("@ann", "ann")]
    [InlineData("Thanks @ann, and @ben-2!", "ann ben-2")]
    [InlineData("(@ann) @ann. **@ben**", "ann ben")]
    [InlineData("@Ann and @ann", "Ann")]
    [InlineData("@j.doe.", "j.doe")]
    [InlineData("@\"jane@example.com\" look", "jane@example.com")]
    [InlineData("日本語@ann", "")]
    [InlineData("見て、@ann", "ann")]
    [InlineData("ann@example.org", "")]
    [InlineData("a.b+c@example.org or -@x", "")]
    [InlineData("@org/team", "")]
    [InlineData("@ann/", "ann")]
    [InlineData("https://example.org/@ann", "")]
    [InlineData("\\@ann", "")]
    [InlineData("@@ann @ @.", "")]
    [InlineData("`@ann` and ``x ` @ben`` and @cora", "cora")]
    [InlineData("an open ` tick and @ann", "ann")]
    [InlineData("> @ann wrote\n@ben", "ben")]
    [InlineData("```\n@ann\n```\n@ben", "ben")]
    [InlineData("~~~java\n@Override\n```\n@ann\n~~~\n@ben", "ben")]
    [InlineData("```\n@never closed", "")]
    [InlineData("Text\n\n    @ann in code\n\n@ben", "ben")]
    [InlineData("- a\n    @ann goes on", "ann")]
    [InlineData("\r\n@ann\r@ben", "ann ben")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Finds_who_is_named(string? markdown, string expected) => Assert.Equal(expected, string.Join(' ', Mentions.In(markdown)));

    [Fact]
    public void Takes_only_so_many() => Assert.Equal(Mentions.Most, Mentions.In(string.Join(' ', Enumerable.Range(0, 1_000).Select(number => $"@u{number}"))).Count);

    [Fact]
    public void A_login_too_long_is_none() => Assert.Empty(Mentions.In("@" + new string('a', 5_000)));
}
