namespace Postroom.MailServers.Trust;

/// <summary>The trust store in memory: asked for whenever a mail server is made ready.</summary>
public sealed class TrustedCertificates
{
    volatile Content _content = new(0, [], new Dictionary<string, StoredCertificate>());

    /// <summary>All certificates, oldest first.</summary>
    public IReadOnlyList<StoredCertificate> All => _content.All;

    /// <summary>Changes with the content.</summary>
    internal int Version => _content.Version;

    /// <summary>The certificate of this fingerprint; null: there is none.</summary>
    public StoredCertificate? Find(string sha256) => _content.BySha256.GetValueOrDefault(sha256);

    internal void Put(IReadOnlyList<StoredCertificate> all)
    {
        var now = _content;
        if (now.All.SequenceEqual(all)) return;
        _content = new Content(now.Version + 1, all, all.ToDictionary(certificate => certificate.Sha256));
    }

    sealed record Content(int Version, IReadOnlyList<StoredCertificate> All, IReadOnlyDictionary<string, StoredCertificate> BySha256);
}
