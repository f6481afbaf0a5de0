using Postroom.Diagnosis;

namespace Postroom.Tests.Diagnosis;

public sealed class ReadableTextTests
{
    [Theory]
    [InlineData(@"220 a\x0D\x0A220 b", "220 a\n220 b"), InlineData(@"a\x0Ab", "a\nb"), InlineData(@"a\x0Db", "a\nb"), InlineData(@"bye\x0D\x0A", "bye")]
    [InlineData(@"\x1B[31mred", "␛[31mred"), InlineData(@"a\x00b\x7Fc\x09d", "a␀b␡c␉d")]
    [InlineData("nothing special", "nothing special"), InlineData(@"C:\xampp", @"C:\xampp"), InlineData(@"caf\xE9", @"caf\xE9")]
    public void A_line_end_is_one_and_a_control_character_has_its_sign(string escaped, string shown) =>
        Assert.Equal(shown, ConversationText.Readable(escaped));
}
