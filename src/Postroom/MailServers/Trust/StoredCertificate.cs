using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers.Trust;

/// <summary>A certificate in the trust store. It never changes: its fingerprint names it.</summary>
public sealed record StoredCertificate
{
    readonly Lazy<CertificateSummary> _summary;

    /// <summary>A certificate to keep.</summary>
    public StoredCertificate() => _summary = new Lazy<CertificateSummary>(() => CertificateSummary.Read(Der.Span));

    /// <summary>SHA-256 of the certificate, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What it is for.</summary>
    public required CertificateKind Kind { get; init; }

    /// <summary>The certificate in DER.</summary>
    public required ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>The certificates between a client certificate and its root in PEM; empty: none.</summary>
    public string Chain { get; init; } = "";

    /// <summary>The key of a client certificate, protected; null: it has none.</summary>
    public string? ProtectedKey { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Who added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>What people compare.</summary>
    public CertificateSummary Summary => _summary.Value;

    /// <inheritdoc/>
    public bool Equals(StoredCertificate? other) => other is not null && Sha256 == other.Sha256;

    /// <inheritdoc/>
    public override int GetHashCode() => Sha256.GetHashCode(StringComparison.Ordinal);

    /// <summary>The fingerprint alone: never a key, protected or not.</summary>
    public override string ToString() => $"sha256:{Sha256}";
}

/// <summary>What a certificate is for. The numbers are stored.</summary>
public enum CertificateKind
{
    /// <summary>An authority: it may vouch for servers.</summary>
    Authority = 0,

    /// <summary>A server's own certificate.</summary>
    Server = 1,

    /// <summary>Our own, with its key, to be shown to servers that ask.</summary>
    Client = 2,
}
