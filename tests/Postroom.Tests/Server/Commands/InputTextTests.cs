using System.Text;
using Postroom.Server.Commands;

namespace Postroom.Tests.Server.Commands;

/// <summary>Text of files and pipes.</summary>
public sealed class InputTextTests
{
    [Theory]
    [InlineData("utf-8", false), InlineData("utf-8", true), InlineData("utf-16", true), InlineData("utf-16BE", true),
        InlineData("utf-32", true)]
    public void An_encoding_that_is_known_for_sure_is_read(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("Grüße 😀\n")];

        Assert.Equal("Grüße 😀\n", InputText.Read(bytes, "Standard input"));
    }

    [Theory, InlineData("iso-8859-1"), InlineData("utf-16"), InlineData("utf-16BE")]
    public void Any_other_is_refused_with_the_cure(string name)
    {
        var fault = Assert.Throws<InvalidDataException>(
            () => InputText.Read(Encoding.GetEncoding(name).GetBytes("Grüße"), "Standard input"));

        Assert.StartsWith("Standard input is not in UTF-8", fault.Message, StringComparison.Ordinal);
        Assert.Contains("iconv", fault.Message, StringComparison.Ordinal);
    }
}
