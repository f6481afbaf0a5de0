using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Server.Doctor;

namespace Postroom.Server.Commands;

/// <summary>The JSON of the command line. Its names are an interface for scripts: they are added to and never changed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(CreatedKey))]
[JsonSerializable(typeof(CreatedUser))]
[JsonSerializable(typeof(DkimKeyList))]
[JsonSerializable(typeof(UserLink))]
[JsonSerializable(typeof(LedgerAnswer))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(QueueMessage))]
[JsonSerializable(typeof(QueueChange))]
[JsonSerializable(typeof(DoctorAnswer))]
[SuppressMessage("Maintainability", "CA1502", Justification = "The branches are in the generated half, one for each property.")]
sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>Like <see cref="Default"/>, but people who look at it see their own letters and no escapes.</summary>
    public static CommandJson Readable { get; } =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>The answer of <c>key create</c>.</summary>
sealed record CreatedKey(string App, string Id, string Key, IReadOnlyList<string> Scopes);

/// <summary>The answer of <c>user create</c>.</summary>
sealed record CreatedUser(Guid Id, string Email, string Name, string Role);

/// <summary>The answer of <c>user link</c>.</summary>
sealed record UserLink(string Email, string Purpose, string Link, DateTimeOffset ExpiresAt);

/// <summary>The answer of <c>ledger</c>.</summary>
sealed record LedgerAnswer(
    long Accepted, long Delivered, long Bounced, long Expired, long Cancelled, long Suppressed, long Waiting, long Uncertain, bool Balanced);

/// <summary>The answer of <c>queue list</c>.</summary>
sealed record QueuePage(IReadOnlyList<QueueRow> Deliveries, string? NextCursor);

/// <summary>One delivery of <c>queue list</c>.</summary>
sealed record QueueRow(
    string Id, string App, string Lane, string Recipient, string From, string Subject, string State, int Attempts,
    DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string? LastWords);

/// <summary>The answer of <c>queue show</c>.</summary>
sealed record QueueMessage(
    string Id, string App, string Lane, string EnvelopeSender, string From, string Subject, string MessageId, long SizeBytes, string? Kind,
    DateTimeOffset CreatedAt, DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, IReadOnlyList<QueueDelivery> Deliveries);

/// <summary>One recipient of <c>queue show</c>.</summary>
sealed record QueueDelivery(string Recipient, string State, DateTimeOffset? DueAt, string? LastWords, IReadOnlyList<QueueAttempt> Attempts);

/// <summary>One attempt of <c>queue show</c>.</summary>
sealed record QueueAttempt(
    int Number, DateTimeOffset StartedAt, long DurationMs, string Outcome, string Words, string? Server, string? Tls, string? Phase, string? Transcript);

/// <summary>The answer of <c>queue retry</c> and <c>queue cancel</c>.</summary>
sealed record QueueChange(int Messages, int Deliveries, IReadOnlyList<string> Unknown);

/// <summary>The answer of <c>dkim create</c>, <c>list</c>, <c>activate</c> and <c>retire</c>.</summary>
sealed record DkimKeyList(IReadOnlyList<DkimKeyRow> Keys);

/// <summary>One key of <c>dkim list</c>.</summary>
sealed record DkimKeyRow(
    string Domain, string Selector, string Algorithm, string State, string RecordName, string Record,
    DateTimeOffset CreatedAt, DateTimeOffset? ActiveAt, DateTimeOffset? RetiringAt, DateTimeOffset? RetiredAt);
