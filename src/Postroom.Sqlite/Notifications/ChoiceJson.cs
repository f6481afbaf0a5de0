using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Notifications;
using Postroom.Notifications.Choices;

namespace Postroom.Sqlite.Notifications;

/// <summary>
/// The stored form of timings: topic to timing, both as numbers. A single kind is its number and 1,000, which nodes that
/// know topics alone pass over.
/// </summary>
[JsonSerializable(typeof(Dictionary<int, int>))]
sealed partial class ChoiceJson : JsonSerializerContext
{
    const int FirstKind = 1_000;

    /// <summary>Writes the timings.</summary>
    public static string Write(PersonChoices choices)
    {
        var timings = choices.Timing.ToDictionary(choice => (int)choice.Key, choice => (int)choice.Value);
        foreach (var (kind, timing) in choices.KindTiming) timings[FirstKind + (int)kind] = (int)timing;
        return JsonSerializer.Serialize(timings, Default.DictionaryInt32Int32);
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static PersonChoices Read(string json)
    {
        var timings = JsonSerializer.Deserialize(json, Default.DictionaryInt32Int32) ?? throw new JsonException("Choices cannot be null.");
        return new PersonChoices
        {
            Timing = timings.Where(choice => choice.Key < FirstKind).ToDictionary(choice => (NoticeTopic)choice.Key, choice => (NoticeTiming)choice.Value),
            KindTiming = timings.Where(choice => choice.Key >= FirstKind).ToDictionary(choice => (NoticeKind)(choice.Key - FirstKind), choice => (NoticeTiming)choice.Value),
        };
    }
}
