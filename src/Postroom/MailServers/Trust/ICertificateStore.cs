namespace Postroom.MailServers.Trust;

/// <summary>Keeps uploaded certificates and client keys.</summary>
public interface ICertificateStore
{
    /// <summary>All of them, oldest first.</summary>
    Task<IReadOnlyList<StoredCertificate>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds one. Returns false, and keeps the one there is, when its fingerprint is known.</summary>
    Task<bool> AddAsync(StoredCertificate certificate, CancellationToken cancellationToken);

    /// <summary>Removes one. Returns false when there is none.</summary>
    Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken);
}

/// <summary>Remembers what servers showed and which warnings were given, so that each is given once.</summary>
public interface ICertificateLog
{
    /// <summary>What each server showed last.</summary>
    Task<IReadOnlyList<PresentedCertificate>> ListPresentedAsync(CancellationToken cancellationToken);

    /// <summary>Notes what a server showed; the newest counts.</summary>
    Task NotePresentedAsync(PresentedCertificate presented, CancellationToken cancellationToken);

    /// <summary>Whether a warning was given already.</summary>
    Task<bool> WasWarnedAsync(string sha256, int days, CancellationToken cancellationToken);

    /// <summary>Notes that a warning was given.</summary>
    /// <param name="sha256">The fingerprint of the certificate it was about.</param>
    /// <param name="days">How many days before its end, or -1 where the certificate took the place of a pinned one.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    Task NoteWarnedAsync(string sha256, int days, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The newest snooze of each certificate.</summary>
    Task<IReadOnlyList<CertificateSnooze>> ListSnoozesAsync(CancellationToken cancellationToken);

    /// <summary>Notes that a warning was put aside; it takes the place of an earlier snooze of the same certificate.</summary>
    Task SnoozeAsync(CertificateSnooze snooze, DateTimeOffset at, string by, CancellationToken cancellationToken);
}

/// <summary>A warning of an ending certificate that was put aside.</summary>
/// <param name="Sha256">The fingerprint of the certificate.</param>
/// <param name="Days">The threshold it was given at, in days before the end.</param>
public sealed record CertificateSnooze(string Sha256, int Days);

/// <summary>What a server showed in a conversation.</summary>
/// <param name="Server">Its host and port.</param>
/// <param name="Der">Its certificate in DER.</param>
/// <param name="SeenAt">When it was seen last.</param>
public sealed record PresentedCertificate(string Server, ReadOnlyMemory<byte> Der, DateTimeOffset SeenAt);
