namespace Postroom.Settings;

/// <summary>Who changed what, when. Only ever added to.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest entries.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>One change.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who: an e-mail address, <c>command line</c> or <c>environment</c>.</param>
/// <param name="Action">A stable name such as <c>mail-server.saved</c>, <c>key.created</c>, <c>user.signed-in</c>.</param>
/// <param name="Subject">What it was done to, such as an app's name.</param>
/// <param name="Detail">The difference, secrets redacted; null: none.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string Subject, string? Detail);
