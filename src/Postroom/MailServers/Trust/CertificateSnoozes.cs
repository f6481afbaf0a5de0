using System.Collections.Concurrent;
using Postroom.Mail.Smtp.Client;
using Postroom.Settings;

namespace Postroom.MailServers.Trust;

/// <summary>
/// The warnings of ending certificates that somebody has read and put aside. A snooze holds for one certificate until its
/// next threshold, and never for one that has ended.
/// </summary>
public sealed class CertificateSnoozes(ICertificateLog log, IAuditLog audit, TimeProvider time)
{
    readonly ConcurrentDictionary<string, int> _marks = new(StringComparer.Ordinal);

    /// <summary>Whether the warning that is due now was put aside.</summary>
    public bool IsSnoozed(CertificateSummary certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return CertificateUses.MarkOf(certificate, now) is > 0 and var mark && _marks.TryGetValue(certificate.Sha256, out var snoozed) && mark >= snoozed;
    }

    /// <summary>Puts the warning aside, for all nodes; nothing is done for a certificate that has ended.</summary>
    public async Task SnoozeAsync(CertificateSummary certificate, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var now = time.GetUtcNow();
        if (CertificateUses.MarkOf(certificate, now) is not (> 0 and var mark)) return;
        await log.SnoozeAsync(new CertificateSnooze(certificate.Sha256, mark), now, actor, cancellationToken);
        _marks[certificate.Sha256] = mark;
        // It is done from here on, so its entry is written whatever the caller now wishes.
        await audit.AddAsync(new AuditEntry(now, actor, "certificate.snoozed", certificate.Subject, certificate.Sha256), CancellationToken.None);
    }

    /// <summary>Takes what this and other nodes have stored.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var snooze in await log.ListSnoozesAsync(cancellationToken)) _marks[snooze.Sha256] = snooze.Days;
    }
}
