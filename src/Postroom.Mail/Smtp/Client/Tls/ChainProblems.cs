using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Says why a chain is not trusted, in words with the values compared.</summary>
static class ChainProblems
{
    /// <summary>Every problem of a chain, each once.</summary>
    public static IEnumerable<CertificateProblem> Of(ChainSearch.Found found, ChainSearch search, X509Certificate2 leaf, DateTimeOffset now)
    {
        var elements = found.Chain.ChainElements.Select(element => element.Certificate).ToList();
        foreach (var status in found.Chain.ChainStatus)
        {
            if (found.IsAnchored && status.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain) continue;
            if (Of(status, leaf, elements, search) is { } problem) yield return problem;
        }

        foreach (var certificate in elements)
        {
            foreach (var problem in OfTime(certificate, now)) yield return problem;
            foreach (var problem in Weaknesses(certificate)) yield return problem;
        }
    }

    static CertificateProblem? Of(X509ChainStatus status, X509Certificate2 leaf, List<X509Certificate2> chain, ChainSearch search)
    {
        var last = chain[^1];
        return status.Status switch
        {
            X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NoError => null,
            X509ChainStatusFlags.UntrustedRoot when IsSame(last, leaf) =>
                new("self-signed", $"The certificate is signed by itself, {leaf.Subject}, and nobody vouches for it."),
            X509ChainStatusFlags.UntrustedRoot =>
                new("unknown-issuer", $"The chain ends in {last.Subject}, which is not among the trusted roots."),
            X509ChainStatusFlags.PartialChain => OfMissingIssuer(last, search),
            X509ChainStatusFlags.InvalidBasicConstraints when chain.Skip(1).FirstOrDefault(IsNoAuthority) is { } issuer =>
                new("issued-by-leaf", $"The certificate was issued by {issuer.Subject}, which is no authority and may issue none (basic constraints)."),
            X509ChainStatusFlags.NotValidForUsage =>
                new("wrong-usage", "The certificate is not meant for servers (extended key usage)."),
            X509ChainStatusFlags.NotSignatureValid =>
                new("other", $"A signature in the chain of {leaf.Subject} is not that of its issuer: damaged or forged."),
            X509ChainStatusFlags.Revoked => new("revoked", "The certificate is revoked."),
            _ => new("other", $"{status.Status}: {status.StatusInformation}"),
        };
    }

    // Whether an unsent issuer is an intermediate or a root nobody here knows cannot be seen from the certificate alone: only
    // where it says from whence the issuer's is to be had, or the issuer belongs to somebody who is trusted, it is told apart.
    static CertificateProblem OfMissingIssuer(X509Certificate2 last, ChainSearch search)
    {
        var (byName, byOrganisation) = search.Knows(last.IssuerName);
        if (byName)
        {
            return new(
                "unknown-issuer",
                $"{last.Subject} says that {last.Issuer} issued it; a trusted certificate has that name and another key, so it is not this one's issuer.");
        }

        if (IssuerAddress(last) is { } address)
        {
            return new(
                "missing-intermediate",
                $"The server does not send the certificate of {last.Issuer}, which issued {last.Subject}; it is to be had at {address}. "
                + "Whether a trusted root stands behind it can be said only when the server sends it.");
        }

        return byOrganisation
            ? new(
                "missing-intermediate",
                $"The server does not send the certificate of {last.Issuer}, which issued {last.Subject}; a trusted root is of the same organisation. "
                + "Whether it stands behind it can be said only when the server sends it.")
            : new("unknown-issuer", $"The issuer of {last.Subject}, {last.Issuer}, is not known here and the server does not send its certificate.");
    }

    static string? IssuerAddress(X509Certificate2 certificate) => certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>()
        .SelectMany(extension => extension.EnumerateCAIssuersUris()).FirstOrDefault();

    static bool IsNoAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { CertificateAuthority: true };

    static IEnumerable<CertificateProblem> OfTime(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (from, until) = (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        if (now > until) yield return new("expired", $"{certificate.Subject} expired at {Date(until)}; it is {Date(now)}.");
        if (now < from) yield return new("not-yet-valid", $"{certificate.Subject} is valid from {Date(from)}; it is {Date(now)}.");
    }

    static IEnumerable<CertificateProblem> Weaknesses(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is { KeySize: < 2048 })
        {
            yield return new("weak", string.Create(
                CultureInfo.InvariantCulture, $"{certificate.Subject} has an RSA key of {rsa.KeySize} bits; 2048 are the least that is safe."));
        }

        var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        if (!isRoot && Summary.WeakHashOf(certificate) is { } hash)
            yield return new("weak", $"{certificate.Subject} is signed with {hash}, which can be forged.");
    }

    static bool IsSame(X509Certificate2 one, X509Certificate2 other) => one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
