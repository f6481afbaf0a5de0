using System.Text;
using Postroom.Accepting.Http;

namespace Postroom.Tests.Accepting;

public sealed class JsonBoundsTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2,3]}}""", 3, 3)]
    [InlineData("""{"a:,":"\":,\\","b":"\\\":,"}""", 2, 1)]
    [InlineData("""[[],[],[]]""", 0, 2)]
    [InlineData("\"\\\\\",:", 1, 1)]
    [InlineData("", 0, 0)]
    public void Counts_fields_and_values_outside_of_texts_however_the_bytes_are_split(string json, int fields, int values)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        for (var split = 1; split <= Math.Max(1, bytes.Length); split++)
        {
            Assert.True(PassesIn(bytes, split, fields, values), $"enough, split at {split}");
            if (fields > 0) Assert.False(PassesIn(bytes, split, fields - 1, values), $"one field fewer, split at {split}");
            if (values > 0) Assert.False(PassesIn(bytes, split, fields, values - 1), $"one value fewer, split at {split}");
        }
    }

    [Theory, InlineData("{\"a\":1,\"b\":2}", "The body has more than 1 fields."), InlineData("[1,2,3]", "The body has more than 1 values.")]
    public void Says_what_is_too_much(string json, string excess)
    {
        var bounds = new JsonBounds(1, 1);

        bounds.Pass(Encoding.UTF8.GetBytes(json));

        Assert.Equal(excess, bounds.Excess);
    }

    [Fact]
    public void Looks_no_further_once_it_is_too_much()
    {
        var bounds = new JsonBounds(1, 1);
        bounds.Pass("{\"a\":1,\"b\":2,"u8);

        Assert.False(bounds.Pass("\"c\":3}"u8));
    }

    static bool PassesIn(byte[] bytes, int split, int mostFields, int mostValues)
    {
        var bounds = new JsonBounds(mostFields, mostValues);
        return bytes.Chunk(split).All(part => bounds.Pass(part));
    }
}
