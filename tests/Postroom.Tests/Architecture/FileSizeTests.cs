using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

public sealed class FileSizeTests
{
    const int MostLines = 300;

    [Theory, InlineData("src", "*.cs"), InlineData("src", "*.razor"), InlineData("tests", "*.cs"), InlineData("bench", "*.cs"), InlineData("eng", "*.sh")]
    public void No_file_is_longer_than_300_lines(string folder, string pattern)
    {
        var long_ones = from path in Repository.Files(folder, pattern)
                        let lines = File.ReadLines(Repository.PathOf(path)).Count()
                        where lines > MostLines
                        select $"{path}: {lines} lines";

        Assert.Empty(long_ones);
    }

    [Theory, InlineData("Manager"), InlineData("Helper"), InlineData("Util"), InlineData("Processor")]
    public void No_file_has_a_name_that_says_nothing(string word) =>
        Assert.DoesNotContain(
            Repository.Files("src", "*.cs"),
            path => Path.GetFileNameWithoutExtension(path).EndsWith(word, StringComparison.Ordinal));
}
