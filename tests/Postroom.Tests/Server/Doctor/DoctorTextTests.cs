using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Postroom.Languages;
using Postroom.Server.Doctor;
using Postroom.Tests.Support;

namespace Postroom.Tests.Server.Doctor;

public sealed class DoctorTextTests
{
    [Fact]
    public void Texts_and_findings_agree()
    {
        var sources = Repository.Files("src/Postroom.Server/Doctor", "*.cs").Append("src/Postroom.Server/Commands/DoctorCommand.cs").Select(Repository.Read);
        var ids = sources
            .SelectMany(text => Regex.Matches(text, "\"((data|disk|keys|clock|database|dns|host|port|server|certificate|domain)-[a-z]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(match => match.Groups[1].Value).Distinct().ToList();

        var wanted = ids.SelectMany(id => DoctorReport.IdsWithoutRemedy.Contains(id) ? [$"Doctor.{id}.Cause"] : new[] { $"Doctor.{id}.Cause", $"Doctor.{id}.Remedy" });

        var known = Texts.Of(CultureInfo.InvariantCulture)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)
            .Where(key => key.StartsWith("Doctor.", StringComparison.Ordinal) && key.Contains('-', StringComparison.Ordinal));
        Assert.Equal(wanted.Order(), known.Order());
    }
}
