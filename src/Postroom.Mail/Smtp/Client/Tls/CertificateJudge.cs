using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>
/// Decides whether a server's certificate is trusted and says exactly why not. There is no way to skip it: an
/// administrator trusts more roots or pins the one certificate. Revocation is not asked for.
/// </summary>
sealed class CertificateJudge(string host, SmtpClientOptions options, TimeProvider time)
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The certificates as the server sent them, leaf first; empty before it did.</summary>
    public IReadOnlyList<CertificateSummary> Chain { get; private set; } = [];

    /// <summary>Why the certificate is not trusted; empty when it is or none came.</summary>
    public IReadOnlyList<CertificateProblem> Problems { get; private set; } = [];

    /// <summary>The callback of <see cref="SslStream"/>.</summary>
    public bool Judge(X509Certificate? certificate, X509Chain? sent)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            Problems = [new CertificateProblem("other", "The server sent no certificate.")];
            return false;
        }

        var others = sent is null ? [] : Others(leaf, sent.ChainPolicy.ExtraStore);
        Chain = [Summary.Of(leaf), .. others.Select(Summary.Of)];
        Problems = options.PinnedCertificateSha256 is { } pin ? JudgePin(leaf, pin) : JudgeChain(leaf, others);
        return Problems.Count == 0;
    }

    static List<X509Certificate2> Others(X509Certificate2 leaf, X509Certificate2Collection sent) =>
        [.. sent.Where(other => !other.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))];

    static IReadOnlyList<CertificateProblem> JudgePin(X509Certificate2 leaf, string pin)
    {
        var actual = leaf.GetCertHashString(HashAlgorithmName.SHA256);
        var wanted = pin.Replace(":", "", StringComparison.Ordinal).Trim();
        return actual.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            ? []
            : [new CertificateProblem(
                "pin-mismatch",
                $"The certificate's SHA-256 is {actual.ToLowerInvariant()}, and only {wanted.ToLowerInvariant()} is accepted.")];
    }

    List<CertificateProblem> JudgeChain(X509Certificate2 leaf, List<X509Certificate2> others)
    {
        var problems = new List<CertificateProblem>();
        AddNameProblem(problems, leaf);
        using var chain = BuildChain(leaf, others);
        AddChainProblems(problems, chain, leaf);
        foreach (var element in chain.ChainElements)
        {
            AddTimeProblem(problems, element.Certificate);
            AddWeakness(problems, element.Certificate);
        }

        return problems;
    }

    // The system's roots first; where they do not reach, the administrator's. Nothing is downloaded to complete a chain:
    // that would let a stranger's certificate send us to any address.
    X509Chain BuildChain(X509Certificate2 leaf, List<X509Certificate2> others)
    {
        var chain = NewChain(others);
        chain.Build(leaf);
        if (options.AdditionalRoots is not { Count: > 0 } roots || !IsUntrusted(chain)) return chain;

        var own = NewChain(others);
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        own.Build(leaf);
        if (IsUntrusted(own))
        {
            own.Dispose();
            return chain;
        }

        chain.Dispose();
        return own;
    }

    X509Chain NewChain(List<X509Certificate2> others)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(others.ToArray());
        return chain;
    }

    static bool IsUntrusted(X509Chain chain) =>
        chain.ChainStatus.Any(status => status.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain);

    void AddNameProblem(List<CertificateProblem> problems, X509Certificate2 leaf)
    {
        if (leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false)) return;

        var names = Summary.NamesOf(leaf);
        problems.Add(new CertificateProblem(
            "name-mismatch",
            names.Count == 0
                ? $"The certificate names no host in its subject alternative name, and {host} was asked for; the common name does not count (RFC 9525)."
                : $"The certificate is for {string.Join(", ", names)}, and {host} was asked for."));
    }

    void AddTimeProblem(List<CertificateProblem> problems, X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        var summary = Summary.Of(certificate);
        if (now > summary.NotAfter) problems.Add(new CertificateProblem("expired", $"{summary.Subject} expired at {Date(summary.NotAfter)}; it is {Date(now)}."));
        if (now < summary.NotBefore) problems.Add(new CertificateProblem("not-yet-valid", $"{summary.Subject} is valid from {Date(summary.NotBefore)}; it is {Date(now)}."));
    }

    static void AddWeakness(List<CertificateProblem> problems, X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is { KeySize: < 2048 })
        {
            problems.Add(new CertificateProblem("weak", string.Create(
                CultureInfo.InvariantCulture, $"{certificate.Subject} has an RSA key of {rsa.KeySize} bits; 2048 are the least that is safe.")));
        }

        var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
        if (!isRoot && Summary.WeakHashOf(certificate) is { } hash)
            problems.Add(new CertificateProblem("weak", $"{certificate.Subject} is signed with {hash}, which can be forged."));
    }

    static void AddChainProblems(List<CertificateProblem> problems, X509Chain chain, X509Certificate2 leaf)
    {
        var last = chain.ChainElements[^1].Certificate;
        foreach (var status in chain.ChainStatus)
        {
            if (ProblemOf(status, leaf, last) is { } problem) problems.Add(problem);
        }
    }

    static CertificateProblem? ProblemOf(X509ChainStatus status, X509Certificate2 leaf, X509Certificate2 last) => status.Status switch
    {
        X509ChainStatusFlags.NotTimeValid or X509ChainStatusFlags.NoError => null,
        X509ChainStatusFlags.UntrustedRoot when last.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span) =>
            new("self-signed", $"The certificate is signed by itself, {leaf.Subject}, and nobody vouches for it."),
        X509ChainStatusFlags.UntrustedRoot =>
            new("unknown-issuer", $"The chain ends in {last.Subject}, which is not among the trusted roots."),
        X509ChainStatusFlags.PartialChain =>
            new("unknown-issuer", $"The issuer of {last.Subject}, {last.Issuer}, is not known here and the server does not send its certificate."),
        X509ChainStatusFlags.NotValidForUsage =>
            new("wrong-usage", "The certificate is not meant for servers (extended key usage)."),
        X509ChainStatusFlags.Revoked => new("revoked", "The certificate is revoked."),
        _ => new("other", $"{status.Status}: {status.StatusInformation}"),
    };

    static string Date(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
