using Postroom.Settings;

namespace Postroom.People;

/// <summary>What a file would do to the directory, line by line, before anything is done.</summary>
/// <param name="Lines">The lines in their order, without those that change nothing.</param>
/// <param name="Same">How many lines say what is known.</param>
public sealed record DirectoryImportPlan(IReadOnlyList<ImportLine> Lines, int Same)
{
    /// <summary>How many lines make a login known.</summary>
    public int Added => Lines.Count(line => line.Effect == ImportEffect.Added);

    /// <summary>How many lines change what is known.</summary>
    public int Changed => Lines.Count(line => line.Effect == ImportEffect.Changed);

    /// <summary>The lines that are left out, each with its reason.</summary>
    public IReadOnlyList<ImportLine> Refused => [.. Lines.Where(line => line.Effect == ImportEffect.Refused)];

    /// <summary>What is to be put into the directory.</summary>
    public IReadOnlyList<DirectoryEntry> Entries => [.. Lines.Where(line => line.Effect != ImportEffect.Refused).Select(line => line.Entry)];
}

/// <summary>What one line does.</summary>
public enum ImportEffect
{
    /// <summary>The login becomes known.</summary>
    Added = 0,

    /// <summary>Something known of the login changes.</summary>
    Changed = 1,

    /// <summary>The line is left out.</summary>
    Refused = 2,
}

/// <summary>One line of a file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Entry">What it says.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Problem">Why it is left out; null: it is not.</param>
/// <param name="Before">The address known before; null: none.</param>
public sealed record ImportLine(int Number, DirectoryEntry Entry, ImportEffect Effect, SettingsProblem? Problem = null, string? Before = null);

/// <summary>What became of reading a file.</summary>
public abstract record ImportReading
{
    private protected ImportReading() { }

    /// <summary>It was read; single lines may be refused.</summary>
    public sealed record Planned(DirectoryImportPlan Plan) : ImportReading;

    /// <summary>It cannot be read as a whole.</summary>
    public sealed record Refused(SettingsProblem Problem) : ImportReading;
}
