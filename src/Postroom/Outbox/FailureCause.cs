namespace Postroom.Outbox;

/// <summary>Why an attempt failed.</summary>
/// <param name="Id">An id of the table of replies or a kind of trouble, such as <c>mailbox-full</c>.</param>
/// <param name="Stage">The word of the stage; null: not known.</param>
/// <param name="UnknownShape">What the server said, without anything personal, when its words are in no table; null: they are.</param>
public sealed record FailureCause(string Id, string? Stage = null, string? UnknownShape = null);
