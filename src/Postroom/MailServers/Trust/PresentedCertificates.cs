using System.Security.Cryptography;
using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers.Trust;

/// <summary>Remembers the certificate that each mail server showed last in a real conversation. Noting costs the conversation nothing: <see cref="FlushAsync"/> writes.</summary>
public sealed class PresentedCertificates(ICertificateLog log, TimeProvider time)
{
    /// <summary>The most servers remembered.</summary>
    const int MaximumServers = 100;

    /// <summary>How often one that stays the same is written again.</summary>
    static readonly TimeSpan WriteEvery = TimeSpan.FromDays(1);

    readonly Lock _gate = new();
    readonly Dictionary<string, Seen> _seen = [];

    /// <summary>What this server showed last; null: it is not known.</summary>
    public CertificateSummary? Last(string server)
    {
        lock (_gate) return _seen.GetValueOrDefault(server)?.Certificate;
    }

    /// <summary>What this server showed last, where that was another certificate than the pinned one; null: it was not.</summary>
    internal PresentedChange? ChangedAt(string server)
    {
        lock (_gate) return _seen.GetValueOrDefault(server) is { BreaksPin: true } seen ? new PresentedChange(server, seen.Certificate) : null;
    }

    /// <summary>Notes what a handshake showed.</summary>
    /// <param name="server">Host and port.</param>
    /// <param name="report">The handshake; null, or without a certificate: nothing is noted.</param>
    public void Note(string server, TlsReport? report)
    {
        if (report is not { Chain: [var leaf, ..] }) return;
        var breaksPin = report.Problems.Any(problem => problem.Id == "pin-mismatch");
        lock (_gate)
        {
            var former = _seen.GetValueOrDefault(server);
            if (former is null && _seen.Count >= MaximumServers) return;
            if (former?.Certificate.Sha256 == leaf.Sha256 && former.BreaksPin == breaksPin) return;
            _seen[server] = new Seen(leaf, breaksPin, former?.Certificate.Sha256 == leaf.Sha256 ? former.WrittenAt : null);
        }
    }

    /// <summary>Reads what was known before the last start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var known in await log.ListPresentedAsync(cancellationToken))
        {
            try
            {
                var certificate = CertificateSummary.Read(known.Der.Span);
                lock (_gate) _seen.TryAdd(known.Server, new Seen(certificate, BreaksPin: false, known.SeenAt));
            }
            catch (CryptographicException)
            {
                // It was readable when it was written; without it the next conversation teaches it again.
                continue;
            }
        }
    }

    /// <summary>Writes what is new.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<KeyValuePair<string, Seen>> due;
        lock (_gate) due = [.. _seen.Where(pair => pair.Value.WrittenAt is not { } at || now - at > WriteEvery)];
        foreach (var (server, seen) in due)
        {
            await log.NotePresentedAsync(new PresentedCertificate(server, seen.Certificate.Der, now), cancellationToken);
            lock (_gate)
            {
                if (ReferenceEquals(_seen.GetValueOrDefault(server), seen)) _seen[server] = seen with { WrittenAt = now };
            }
        }
    }

    sealed record Seen(CertificateSummary Certificate, bool BreaksPin, DateTimeOffset? WrittenAt);
}
