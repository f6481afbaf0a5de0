namespace Postroom.Sqlite.Database;

/// <summary>Patterns for SQL's LIKE, written with <c>escape '\'</c>.</summary>
static class Like
{
    /// <summary>A pattern for texts that contain these characters, whatever they are.</summary>
    public static string Containing(string text) => "%" + text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
