using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Asks the issuers of a trusted chain whether they revoked one of its certificates (CRL, OCSP).</summary>
sealed class RevocationLookup(ChainSearch search, TimeProvider time)
{
    /// <summary>How long all answers together may take: less than a test waits for a stage.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    const string CrlDistributionPoints = "2.5.29.31";

    /// <summary>What the issuers said.</summary>
    /// <param name="Revoked">Certificates that count no more.</param>
    /// <param name="Unanswered">Certificates whose issuer could not be reached.</param>
    /// <param name="Unaskable">Certificates that name no place to ask.</param>
    public sealed record Answer(
        IReadOnlyList<CertificateProblem> Revoked, IReadOnlyList<CertificateProblem> Unanswered, IReadOnlyList<CertificateProblem> Unaskable);

    /// <summary>Asks.</summary>
    /// <param name="sent">The certificates in DER as the server sent them, leaf first.</param>
    public async Task<Answer> LookUpAsync(IReadOnlyList<ReadOnlyMemory<byte>> sent)
    {
        var certificates = sent.Select(der => X509CertificateLoader.LoadCertificate(der.Span)).ToList();
        if (!certificates.Exists(IsAskable)) return new Answer([], [], [Unaskable(certificates[0])]);

        // The operating system's chain engine waits for the network and knows no token: it gets a thread of its own, and
        // when it takes too long it is left to its own time limit.
        var asking = Task.Run(() => Ask(certificates), CancellationToken.None);
        try
        {
            return await asking.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return new Answer([], [Unanswered(certificates[0])], []);
        }
        catch (CryptographicException)
        {
            return new Answer([], [Unanswered(certificates[0])], []);
        }
    }

    Answer Ask(List<X509Certificate2> certificates)
    {
        using var found = search.Build(certificates[0], certificates[1..], asksIssuers: true, Patience);
        List<CertificateProblem> revoked = [], unanswered = [], unaskable = [];
        foreach (var element in found.Chain.ChainElements)
        {
            var certificate = element.Certificate;
            var flags = element.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
            if (flags.HasFlag(X509ChainStatusFlags.Revoked)) revoked.Add(new("revoked", $"The certificate of {certificate.Subject} was revoked by its issuer, {certificate.Issuer}."));
            else if ((flags & (X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation)) == 0) continue;
            else if (IsAskable(certificate)) unanswered.Add(Unanswered(certificate));
            else unaskable.Add(Unaskable(certificate));
        }

        return new Answer(revoked, unanswered, unaskable);
    }

    static bool IsAskable(X509Certificate2 certificate) =>
        certificate.Extensions[CrlDistributionPoints] is not null
        || certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>().Any(extension => extension.EnumerateOcspUris().Any());

    static CertificateProblem Unanswered(X509Certificate2 certificate) => new(
        "revocation-unknown",
        $"Whether {certificate.Subject} was revoked could not be found out: its issuer's list (CRL) or service (OCSP) cannot be reached or gives no usable answer.");

    static CertificateProblem Unaskable(X509Certificate2 certificate) => new(
        "revocation-unknown", $"Whether {certificate.Subject} was revoked cannot be found out: it names no list (CRL) or service (OCSP).");
}
