using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postroom.Notifications.Http;

/// <summary>One who watches.</summary>
/// <param name="Id">The person in the directory.</param>
/// <param name="Name">Their name; null: unknown.</param>
/// <param name="Email">Their address; null: none, so that no mail reaches them.</param>
sealed record WatcherAnswer(Guid Id, string? Name, string? Email);

/// <summary>All who watch.</summary>
/// <param name="Watchers">Also those who watch the whole repository.</param>
sealed record WatcherList(IReadOnlyList<WatcherAnswer> Watchers);

/// <summary>The answers as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WatcherAnswer))]
[JsonSerializable(typeof(WatcherList))]
sealed partial class WatcherJson : JsonSerializerContext;
