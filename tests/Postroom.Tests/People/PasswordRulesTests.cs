using Postroom.People;

namespace Postroom.Tests.People;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("four unrelated words here"), InlineData("Tr0ub4dor&3xyz"), InlineData("雨の日に青い傘を二本買った"), InlineData("            secret x")]
    public void Takes_what_is_long_and_not_easy(string password) => Assert.Null(Check(password));

    [Theory]
    [InlineData("", "Problem.Password.Short"), InlineData("elevenchars", "Problem.Password.Short"), InlineData("十一文字の言葉なのです。", null)]
    [InlineData("passwordpassword", "Problem.Password.Common"), InlineData("PasswordPassword2026!", "Problem.Password.Common")]
    [InlineData("aaaaaaaaaaaa", "Problem.Password.Common"), InlineData("abcabcabcabc", "Problem.Password.Common")]
    [InlineData("1234567890123", "Problem.Password.Common"), InlineData("abcdefghijklmn", "Problem.Password.Common"), InlineData("nmlkjihgfedcba", "Problem.Password.Common")]
    [InlineData("unbelievable", "Problem.Password.Common"), InlineData("Liverpool2024!", "Problem.Password.Common"), InlineData("liverpoolliverpool", "Problem.Password.Common")]
    [InlineData("anna.long.name@example.com", "Problem.Password.Common"), InlineData("anna.long.name", "Problem.Password.Common")]
    public void Refuses_what_is_short_or_easy(string password, string? expected) => Assert.Equal(expected, Check(password));

    [Fact]
    public void Refuses_what_is_too_long_to_hash() => Assert.Equal("Problem.Password.Long", Check(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} "))));

    static string? Check(string password) => PasswordRules.Check("Password", password, "anna.long.name@example.com")?.MessageKey;
}
