namespace Postroom.Forges;

/// <summary>What is known of a delivery besides its payload.</summary>
/// <param name="Source">The id of the forge source.</param>
/// <param name="EventId">The sender's own id of the delivery.</param>
/// <param name="EventName">The finest name of the event in the headers, such as <c>pull_request_sync</c>.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="BaseUrl">The address of the forge, for payloads without links; null: unknown.</param>
public sealed record ForgeDelivery(string Source, string EventId, string EventName, DateTimeOffset ReceivedAt, Uri? BaseUrl = null);
