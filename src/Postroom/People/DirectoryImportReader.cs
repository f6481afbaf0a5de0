using CsvHelper;
using Postroom.Settings;

namespace Postroom.People;

/// <summary>Plans the import of a file: <c>login,email,name,language,source,id</c> with a header, in any order of columns.</summary>
public sealed class DirectoryImportReader(PeopleDirectory directory)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    /// <summary>The most records of a file, the header among them. One more is read, to tell that there are too many.</summary>
    const int MostLines = 100_000;

    const int MostFields = 50;
    const int LongestId = 100;
    const string Field = "File";

    // RFC 4180; what breaks it is read as well as it can be, and refused by its content, with the number of its line.
    static readonly CsvReaderOptions Csv = new()
    {
        HasHeader = false,
        Separator = ',',
        TrimWhitespace = true,
        TrimInsideQuotes = true,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
    };

    /// <summary>Reads a file and compares it with the directory. Changes nothing.</summary>
    /// <param name="bytes">The file, in UTF-8.</param>
    /// <param name="sources">The ids of the forges by the names people gave them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ImportReading> ReadAsync(ReadOnlyMemory<byte> bytes, IReadOnlyDictionary<string, string> sources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (bytes.IsEmpty) return Refused("Problem.Import.Empty");
        if (bytes.Length > LargestFile) return Refused("Problem.Import.TooLarge", LargestFile / 1024 / 1024);
        if (!System.Text.Unicode.Utf8.IsValid(bytes.Span)) return Refused("Problem.Import.NotUtf8");
        var records = Read(bytes);
        if (records.Count > MostLines) return Refused("Problem.Import.TooMany", MostLines);
        if (records.Count < 2) return Refused("Problem.Import.Empty");
        var columns = records[0].Fields.ConvertAll(name => name.Trim().ToUpperInvariant());
        if (!columns.Contains("LOGIN") || !columns.Contains("EMAIL")) return Refused("Problem.Import.Header");

        var (lines, seen) = (new List<ImportLine>(), new Dictionary<(string, string), int>());
        foreach (var (number, fields) in records.Skip(1)) lines.Add(LineOf(number, columns, fields, sources, seen));
        return new ImportReading.Planned(await CompareAsync(lines, cancellationToken));
    }

    /// <summary>The records with the number of the line each begins at. Empty lines are left out.</summary>
    static List<(int Line, List<string> Fields)> Read(ReadOnlyMemory<byte> bytes)
    {
        var records = new List<(int, List<string>)>();
        using var csv = CsvReader.Create(bytes, Csv);
        while (records.Count <= MostLines && csv.Read())
        {
            var fields = Enumerable.Range(0, Math.Min(csv.FieldCount, MostFields)).Select(csv.GetString).ToList();
            if (fields.Count > 1 || fields[0].Length > 0) records.Add(((int)csv.LineNumber, fields));
        }

        return records;
    }

    static ImportReading.Refused Refused(string key, params object[] args) => new(new SettingsProblem(Field, key, args));

    static ImportLine LineOf(
        int number, List<string> columns, List<string> fields, IReadOnlyDictionary<string, string> sources, Dictionary<(string, string), int> seen)
    {
        string? Column(string name) => columns.IndexOf(name) is >= 0 and var at && at < fields.Count && fields[at].Length > 0 ? fields[at] : null;
        var (named, login, email, language) = (Column("SOURCE"), Column("LOGIN"), Column("EMAIL"), Column("LANGUAGE"));
        var source = SourceOf(named, sources);
        var entry = new DirectoryEntry(source ?? named!, login ?? "", Column("NAME"), email, language) { ForgeId = Column("ID") };
        var problem = ProblemOf(entry, source is not null);
        if (problem is null && !seen.TryAdd((entry.Source, entry.Login.ToUpperInvariant()), number))
            problem = ("Problem.Import.Twice", seen[(entry.Source, entry.Login.ToUpperInvariant())]);
        return problem is { } found
            ? new ImportLine(number, entry, ImportEffect.Refused, new SettingsProblem(Field, found.Key, found.Arg))
            : new ImportLine(number, entry, ImportEffect.Added);
    }

    static string? SourceOf(string? named, IReadOnlyDictionary<string, string> sources)
    {
        if (named is null or PeopleDirectory.AnySource) return PeopleDirectory.AnySource;
        return sources.TryGetValue(named, out var id) ? id : sources.Values.FirstOrDefault(known => known == named);
    }

    static (string Key, object Arg)? ProblemOf(DirectoryEntry entry, bool isKnownSource)
    {
        if (entry.Login.Length == 0) return ("Problem.Import.Login", "");
        if (IsTooLong(entry.Login) || IsTooLong(entry.Name)) return ("Problem.Import.TooLong", PeopleDirectory.MaximumLength);
        if (entry.Email is null) return ("Problem.Import.EmailMissing", "");
        if (!PeopleDirectory.TakesMail(entry.Email)) return ("Problem.Import.Email", entry.Email);
        if (entry.Language is { } tag && !IsTag(tag)) return ("Problem.Import.Language", tag);
        if (!isKnownSource) return ("Problem.Import.Source", entry.Source);
        if (entry.ForgeId is not { } id) return null;
        if (entry.Source == PeopleDirectory.AnySource) return ("Problem.Import.IdSource", id);
        return id.Length <= LongestId && id.All(character => character is > ' ' and <= '~') ? null : ("Problem.Import.Id", id);
    }

    static bool IsTooLong(string? text) => text is not null && (text.Length > PeopleDirectory.MaximumLength || text.Any(char.IsControl));

    static bool IsTag(string tag) => tag.Length is >= 2 and <= 35 && tag.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    async Task<DirectoryImportPlan> CompareAsync(List<ImportLine> lines, CancellationToken cancellationToken)
    {
        var (kept, same) = (new List<ImportLine>(), 0);
        var known = new Dictionary<string, IReadOnlyDictionary<string, Person>>(StringComparer.Ordinal);
        foreach (var source in lines.Where(line => line.Problem is null).GroupBy(line => line.Entry.Source, StringComparer.Ordinal))
            known[source.Key] = await directory.FindAsync(source.Key, [.. source.Select(line => line.Entry.Login)], cancellationToken);
        foreach (var line in lines)
        {
            var person = line.Problem is null ? known[line.Entry.Source].GetValueOrDefault(line.Entry.Login) : null;
            if (person is null) kept.Add(line);
            // Whether the number is known is not asked: it is written once more.
            else if (line.Entry.ForgeId is null && Says(line.Entry, person)) same++;
            else kept.Add(line with { Effect = ImportEffect.Changed, Before = person.Email });
        }

        return new DirectoryImportPlan(kept, same);
    }

    static bool Says(DirectoryEntry entry, Person person) =>
        string.Equals(entry.Email, person.Email, StringComparison.OrdinalIgnoreCase)
        && (entry.Name is null || entry.Name == person.Name)
        && (entry.Language is null || entry.Language == person.Language);
}
