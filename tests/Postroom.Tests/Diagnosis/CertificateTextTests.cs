using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Diagnosis;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Diagnosis;

public sealed partial class CertificateTextTests
{
    /// <summary>Every problem that the code which judges certificates can tell of.</summary>
    public static TheoryData<string> Ids =>
    [
        .. Repository.Files("src/Postroom.Mail/Smtp/Client/Tls", "*.cs")
            .SelectMany(path => Id().Matches(Repository.Read(path))).Select(match => match.Groups[1].Value).Distinct(),
    ];

    [Theory, MemberData(nameof(Ids))]
    public void Every_problem_has_its_words_in_every_language(string id) =>
        Assert.All(
            Language.All,
            language => Assert.NotEmpty(
                CertificateText.KindOf(new CertificateProblem(id, ""), CultureInfo.GetCultureInfo(language.Tag))));

    [Fact]
    public void There_are_many_problems() => Assert.InRange(Ids.Count, 10, 40);

    [GeneratedRegex("new(?: CertificateProblem)?\\(\\s*\"([a-z]+(?:-[a-z]+)*)\",", RegexOptions.None, 1_000)]
    private static partial Regex Id();
}
