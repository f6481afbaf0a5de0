using System.Globalization;
using System.Text;
using Postroom.Languages;
using Postroom.MailServers.Replies;
using Postroom.Tests.Support;

namespace Postroom.Tests.MailServers.Replies;

public sealed class ReplyReferenceTests
{
    const string Page = "docs/reference/replies.md";

    [Fact]
    public void The_reference_says_what_the_table_says()
    {
        var expected = Write();
        if (Environment.GetEnvironmentVariable("POSTROOM_WRITE_REFERENCE") == "1") File.WriteAllText(Repository.PathOf(Page), expected);

        Assert.True(expected == Repository.Read(Page), $"{Page} is out of date: run this test with POSTROOM_WRITE_REFERENCE=1 and look at the difference.");
    }

    static string Write()
    {
        var page = new StringBuilder("""
            # What replies mean

            Written from `src/Postroom/MailServers/Replies/replies.json` by a test; change the table, not this page. The first row of the table that fits a reply counts; no row answers at a stage at which it cannot be meant (`stages.json`). What a reply *speaks of* is told by the words of `words.json`, which also stand at the end. `postroom explain` shows the same.


            """.ReplaceLineEndings("\n"));
        foreach (var group in ReplyTable.Rules.GroupBy(rule => rule.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {group.Key}\n\n");
            page.Append(CultureInfo.InvariantCulture, $"{Text(group.Key, "Cause")} {Text(group.Key, "Remedy")}\n\n");
            page.Append("| who | retry | fits |\n| --- | --- | --- |\n");
            foreach (var rule in group) page.Append(CultureInfo.InvariantCulture, $"| {rule.Who} | {rule.Retry} | {Conditions(rule)} |\n");
            page.Append('\n');
        }

        page.Append("## What replies speak of\n\n| group | words |\n| --- | --- |\n");
        foreach (var (group, words) in ReplyWords.Read().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| {group} | {string.Join(", ", words.Select(word => $"`{word}`"))} |\n");
        return page.ToString().TrimEnd('\n') + "\n";
    }

    static string Conditions(ReplyRule rule)
    {
        string?[] parts =
        [
            rule.By,
            rule.Stages is null ? null : "at " + string.Join(", ", rule.Stages),
            rule.Codes is null ? null : string.Join(", ", rule.Codes.Select(code => code.PadRight(3, 'x'))),
            rule.Enhanced is null ? null : string.Join(", ", rule.Enhanced.Select(code => code.Replace('*', 'X'))),
            rule.Text is null ? null : string.Join(", ", rule.Text.Select(text => $"`{text}`")),
            rule.Words is null ? null : "speaks of " + string.Join(" and ", rule.Words),
            rule.Without is null ? null : "not of " + string.Join(" or ", rule.Without),
            rule.Pattern is null ? null : $"`{rule.Pattern.Replace("|", "\\|", StringComparison.Ordinal)}`",
        ];
        var fits = string.Join("; ", parts.OfType<string>());
        return fits.Length > 0 ? fits : "anything else";
    }

    static string Text(string id, string part) => Texts.GetIn(CultureInfo.InvariantCulture, $"Reply.{id}.{part}");
}
