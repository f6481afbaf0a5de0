using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Postroom.Settings;

namespace Postroom.MailServers.Trust;

/// <summary>The trust store: certificates and client keys, uploaded once and chosen for mail servers.</summary>
public sealed partial class TrustStore(
    ICertificateStore store, TrustedCertificates trusted, SecretProtector secrets, IAuditLog audit, TimeProvider time, ILogger<TrustStore> logger) : ISharedSettings
{
    const string Purpose = "client key";

    /// <summary>All certificates, oldest first.</summary>
    public IReadOnlyList<StoredCertificate> All => trusted.All;

    string ISharedSettings.Name => "trust store";

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        trusted.Put(await store.ListAsync(cancellationToken));

    /// <summary>Keeps what was read.</summary>
    /// <param name="reading">The certificates; at least one.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <returns>Those that are new; empty: all were known.</returns>
    public async Task<IReadOnlyList<StoredCertificate>> AddAsync(CertificateReading reading, string actor, CancellationToken cancellationToken)
    {
        var added = new List<StoredCertificate>();
        foreach (var certificate in Entries(reading, actor))
        {
            if (!await store.AddAsync(certificate, cancellationToken)) continue;
            added.Add(certificate);
            // It is there from here on, so its entry is written whatever the caller now wishes.
            await audit.AddAsync(Entry(actor, "certificate.added", certificate), CancellationToken.None);
            Added(certificate.Sha256, actor);
        }

        await RefreshAsync(CancellationToken.None);
        return added;
    }

    /// <summary>Keeps a certificate that a test showed and somebody compared, expired or not: a pin stands for itself.</summary>
    /// <param name="sha256">The fingerprint that was shown.</param>
    /// <param name="base64">The certificate, DER in base64; one that is not of that fingerprint is not kept.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    public async Task KeepShownAsync(string sha256, string base64, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(base64);
        var der = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, der, out var length) || Convert.ToHexStringLower(SHA256.HashData(der.AsSpan(0, length))) != sha256) return;
        if (trusted.Find(sha256) is null)
            await AddAsync(new CertificateReading.Trusted([X509CertificateLoader.LoadCertificate(der.AsSpan(0, length))]), actor, cancellationToken);
    }

    /// <summary>Removes one that is used nowhere; see <see cref="CertificateUses"/>.</summary>
    public async Task<bool> DeleteAsync(StoredCertificate certificate, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!await store.DeleteAsync(certificate.Sha256, cancellationToken)) return false;
        await audit.AddAsync(Entry(actor, "certificate.removed", certificate), CancellationToken.None);
        await RefreshAsync(CancellationToken.None);
        return true;
    }

    /// <summary>A stored client certificate with its key; null: there is none, or its key cannot be read any more.</summary>
    internal static ClientIdentity? Identity(TrustedCertificates trusted, SecretProtector secrets, string sha256) =>
        trusted.Find(sha256) is { ProtectedKey: { } key } stored
            && secrets.Unprotect(Purpose, sha256, key) is SecretReading.Read secret
            ? ClientIdentity.Of(stored, secret.Secret)
            : null;

    IEnumerable<StoredCertificate> Entries(CertificateReading reading, string actor) => reading switch
    {
        CertificateReading.Trusted trusted => trusted.Certificates.Select(certificate => Of(certificate, actor)).DistinctBy(entry => entry.Sha256),
        CertificateReading.Client client => [OfClient(client.Identity, actor)],
        _ => throw new ArgumentException("What was refused cannot be kept.", nameof(reading)),
    };

    StoredCertificate Of(X509Certificate2 certificate, string actor) => new()
    {
        Sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
        Kind = CertificateUpload.IsAuthority(certificate) ? CertificateKind.Authority : CertificateKind.Server,
        Der = certificate.RawData,
        AddedAt = time.GetUtcNow(),
        AddedBy = actor,
    };

    StoredCertificate OfClient(ClientIdentity identity, string actor) => Of(identity.Certificate, actor) with
    {
        Kind = CertificateKind.Client,
        Chain = string.Join('\n', identity.Chain.Select(certificate => certificate.ExportCertificatePem())),
        ProtectedKey = secrets.Protect(Purpose, identity.Sha256, identity.KeyPem),
    };

    AuditEntry Entry(string actor, string action, StoredCertificate certificate) =>
        new(time.GetUtcNow(), actor, action, certificate.Summary.Subject, $"sha256:{certificate.Sha256}");

    [LoggerMessage(6010, LogLevel.Information, "Certificate sha256:{Sha256} was added to the trust store by {Actor}")]
    partial void Added(string sha256, string actor);
}
