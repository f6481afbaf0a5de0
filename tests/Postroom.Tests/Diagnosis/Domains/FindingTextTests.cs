using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Diagnosis.Domains;
using Postroom.Languages;
using Postroom.Tests.Support;

namespace Postroom.Tests.Diagnosis.Domains;

public sealed class FindingTextTests
{
    [Fact]
    public void Every_finding_that_is_written_is_on_the_list() =>
        Assert.Equal(
            FindingWriter.Ids.Order(),
            Repository.Files("src/Postroom/Diagnosis/Domains", "*Inspection.cs").Append("src/Postroom/Diagnosis/Domains/DomainCheck.cs")
                .SelectMany(path => Regex.Matches(Repository.Read(path), "\"((spf|dkim|dmarc|mx|ptr)-[a-z-]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups[1].Value))
                .Distinct().Order());

    [Fact]
    public void Texts_and_findings_agree() =>
        Assert.Equal(
            FindingWriter.Ids.SelectMany(id => FindingWriter.GoodIds.Contains(id) ? [$"Domain.{id}.Cause"] : new[] { $"Domain.{id}.Cause", $"Domain.{id}.Remedy" }).Order(),
            Texts.Of(CultureInfo.InvariantCulture)!.Cast<System.Collections.DictionaryEntry>()
                .Select(entry => (string)entry.Key).Where(key => Regex.IsMatch(key, "^Domain\\.[a-z]+-", RegexOptions.None, TimeSpan.FromSeconds(1))).Order());
}
