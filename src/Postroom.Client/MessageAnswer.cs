namespace Postroom.Client;

/// <summary>The answer of <c>GET /api/v1/messages/{id}</c>.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="App">The app that handed it in.</param>
/// <param name="Lane">How urgent it is.</param>
/// <param name="From">The From header.</param>
/// <param name="Subject">The subject.</param>
/// <param name="MessageId">The Message-ID header without angle brackets.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="NotBefore">Not tried before; null: at once.</param>
/// <param name="ExpiresAt">Given up at.</param>
/// <param name="Deliveries">One for each recipient.</param>
public sealed record MessageAnswer(
    string Id, string App, string Lane, string From, string Subject, string MessageId, long SizeBytes, DateTimeOffset CreatedAt,
    DateTimeOffset? NotBefore, DateTimeOffset ExpiresAt, IReadOnlyList<DeliveryAnswer> Deliveries);

/// <summary>The delivery to one recipient.</summary>
/// <param name="Recipient">The address.</param>
/// <param name="State">Such as <c>waiting</c> or <c>delivered</c>.</param>
/// <param name="DueAt">When it is tried next; null: it is not.</param>
/// <param name="LastReply">What the mail server last said, or why it waits; null: nothing yet.</param>
/// <param name="Attempts">Every attempt, oldest first.</param>
public sealed record DeliveryAnswer(
    string Recipient, string State, DateTimeOffset? DueAt, string? LastReply, IReadOnlyList<AttemptAnswer> Attempts);

/// <summary>One attempt.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When it began.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
/// <param name="Outcome">Such as <c>delivered</c> or <c>deferred</c>.</param>
/// <param name="Reply">The server's words, or ours.</param>
/// <param name="Server">The mail server as host:port; null: none was spoken to.</param>
/// <param name="Tls">TLS version and cipher; null: plaintext.</param>
/// <param name="Phase">The stage reached; null: no conversation.</param>
/// <param name="Transcript">The redacted conversation, a line each; null: not kept.</param>
public sealed record AttemptAnswer(
    int Number, DateTimeOffset At, long Ms, string Outcome, string Reply, string? Server, string? Tls, string? Phase,
    IReadOnlyList<string>? Transcript);

/// <summary>The answer to a cancel or retry.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Moved">How many deliveries changed.</param>
public sealed record MovedAnswer(string Id, int Moved);
