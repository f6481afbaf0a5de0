using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.MailServers.Replies;

/// <summary>
/// At which stages a meaning can be what a reply means (<c>stages.json</c>): whatever the words, the server cannot speak of a
/// recipient before one was named. Where the stage is not known, anything can be meant.
/// </summary>
sealed class ReplyStages
{
    readonly Dictionary<string, StageRow> _rows;

    ReplyStages(IReadOnlyList<StageRow> rows) =>
        _rows = rows.SelectMany(row => row.Ids.Select(id => (id, row))).ToDictionary(pair => pair.id, pair => pair.row, StringComparer.Ordinal);

    /// <summary>The meanings that have a row.</summary>
    public IReadOnlyCollection<string> Ids => _rows.Keys;

    /// <summary>Reads the file that is part of the program.</summary>
    public static ReplyStages Load()
    {
        using var file = ReplyFiles.Open("stages.json");
        return new ReplyStages(JsonSerializer.Deserialize(file, ReplyStagesJson.Default.ListStageRow)
            ?? throw new InvalidOperationException("stages.json is empty."));
    }

    /// <summary>The stages at which a meaning may answer.</summary>
    public IReadOnlyList<string> Of(string id) => Row(id).Stages;

    /// <summary>Whether a meaning is about the sender of the message. False for one that is none of a reply.</summary>
    public bool IsAboutTheSender(string id) => _rows.TryGetValue(id, out var row) && row.About == "the sender";

    StageRow Row(string id) =>
        _rows.TryGetValue(id, out var row) ? row : throw new FormatException($"stages.json does not say when {id} may answer.");
}

/// <summary>One row of <c>stages.json</c>.</summary>
/// <param name="About">What these meanings speak of, for the reader of the file.</param>
/// <param name="Stages">Words of <see cref="Postroom.Mail.Smtp.SmtpStage"/>.</param>
/// <param name="Ids">Meanings of <c>replies.json</c>.</param>
sealed record StageRow(string About, IReadOnlyList<string> Stages, IReadOnlyList<string> Ids);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(List<StageRow>))]
sealed partial class ReplyStagesJson : JsonSerializerContext;

/// <summary>The files of this folder that are part of the program.</summary>
static class ReplyFiles
{
    /// <summary>Opens a file.</summary>
    public static Stream Open(string name) =>
        typeof(ReplyFiles).Assembly.GetManifestResourceStream($"Postroom.MailServers.Replies.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
}
