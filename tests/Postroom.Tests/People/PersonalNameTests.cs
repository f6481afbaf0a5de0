using Postroom.People;

namespace Postroom.Tests.People;

/// <summary>What may be the name of a person.</summary>
public sealed class PersonalNameTests
{
    [Theory]
    [InlineData("Anna Ito"), InlineData("山田 花子"), InlineData("J. R. R. Tolkien"), InlineData("J.R.R. Tolkien"),
        InlineData("Dr. Who"), InlineData("St.John")]
    [InlineData("Jean-Luc O'Neill, PhD"), InlineData("Ægir Þór"), InlineData("Nguyễn Văn A"),
        InlineData("محمد بن علی"), InlineData("Ann (Sales)"), InlineData("👩‍🚀 Ann")]
    [InlineData("Anna B."), InlineData("Prof. Dr. A. Müller"), InlineData("R2-D2 v1.5"), InlineData("")]
    public void Names_of_all_scripts_are_names(string name) => Assert.Null(PersonalName.Problem(name));

    [Theory]
    [InlineData("Click https://evil.example"), InlineData("Go to evil.example now"), InlineData("www.Evil.Example"),
        InlineData("t.co"), InlineData("EVIL.COM")]
    [InlineData("pay at evil.example/x"), InlineData("ann@evil.example"), InlineData("<b>Ann</b>"),
        InlineData("bücher.example"), InlineData("例え。テスト")]
    [InlineData("Ann\u202Egpj"), InlineData("An\u200Bn"), InlineData("a\u2028b"), InlineData("hxxp:/evil"),
        InlineData("\uE000")]
    public void What_could_be_followed_or_not_seen_is_no_name(string name) =>
        Assert.Equal("Problem.Name.Address", PersonalName.Problem(name));

    [Theory, InlineData("a\r\nBcc: b@example.org", "Problem.Text.Control")]
    public void Lines_are_no_name(string name, string problem) => Assert.Equal(problem, PersonalName.Problem(name));

    [Fact]
    public void A_name_has_a_length() =>
        Assert.Equal("Problem.TooLong", PersonalName.Problem(new string('x', PersonalName.MaximumLength + 1)));

    [Theory, InlineData(" Ann ", "Ann"), InlineData("evil.example", null), InlineData(" ", null),
        InlineData(null, null)]
    public void A_letter_has_the_name_or_none(string? name, string? safe) =>
        Assert.Equal(safe, PersonalName.Safe(name));
}
