using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>
/// Decides whether a server's certificate is trusted and says exactly why not. There is no way to skip it: an
/// administrator trusts more roots or pins the one certificate or key.
/// </summary>
sealed class CertificateJudge(string host, SmtpClientOptions options, TimeProvider time)
{
    readonly ChainSearch _search = new(options.AdditionalRoots, time);

    /// <summary>The certificates as the server sent them, leaf first; empty before it did.</summary>
    public IReadOnlyList<CertificateSummary> Chain { get; private set; } = [];

    /// <summary>Why the certificate is not trusted; empty when it is or none came.</summary>
    public IReadOnlyList<CertificateProblem> Problems { get; private set; } = [];

    /// <summary>What could not be found out and stops nothing.</summary>
    public IReadOnlyList<CertificateProblem> Warnings { get; private set; } = [];

    bool IsPinned => options.PinnedCertificateSha256 is not null || options.PinnedPublicKeySha256 is not null;

    /// <summary>The callback of <see cref="SslStream"/>.</summary>
    public bool Judge(X509Certificate? certificate, X509Chain? sent)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            Problems = [new CertificateProblem("other", "The server sent no certificate.")];
            return false;
        }

        try
        {
            var others = sent is null ? [] : Others(leaf, sent.ChainPolicy.ExtraStore);
            Chain = [Summary.Of(leaf), .. others.Select(Summary.Of)];
            Problems = IsPinned ? JudgePin(Chain[0]) : JudgeChain(leaf, others);
        }
        catch (CryptographicException fault)
        {
            // Whatever a server sends, it is a certificate we do not trust and never a fault of ours.
            Problems = [new CertificateProblem("other", $"The server's certificate cannot be read: {fault.Message}")];
        }

        return Problems.Count == 0;
    }

    /// <summary>
    /// Asks the issuers whether a certificate that is trusted otherwise was revoked. Not before: a stranger's certificate
    /// could send us to any address. A pin stands for itself.
    /// </summary>
    public async Task AskIssuersAsync()
    {
        if (options.Revocation == RevocationCheck.Off || IsPinned || Problems.Count > 0 || Chain.Count == 0) return;
        var answer = await new RevocationLookup(_search, time).LookUpAsync([.. Chain.Select(one => one.Der)]);
        if (answer.Revoked.Count > 0) Problems = answer.Revoked;
        else if (options.Revocation == RevocationCheck.Hard) Problems = [.. answer.Unanswered, .. answer.Unaskable];
        else Warnings = answer.Unanswered;
    }

    static List<X509Certificate2> Others(X509Certificate2 leaf, X509Certificate2Collection sent) =>
        [.. sent.Where(other => !other.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span))];

    IReadOnlyList<CertificateProblem> JudgePin(CertificateSummary leaf)
    {
        var (actual, wanted, what) = options.PinnedCertificateSha256 is { } pin
            ? (leaf.Sha256, pin, "certificate")
            : (leaf.PublicKeySha256, options.PinnedPublicKeySha256!, "certificate's public key");
        wanted = wanted.Replace(":", "", StringComparison.Ordinal).Trim();
        return actual.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            ? []
            : [new CertificateProblem(
                "pin-mismatch",
                $"The SHA-256 of the {what} is {actual}, and only {wanted.ToLowerInvariant()} is accepted.")];
    }

    List<CertificateProblem> JudgeChain(X509Certificate2 leaf, List<X509Certificate2> others)
    {
        var problems = new List<CertificateProblem>();
        if (!ServerIdentity.Is(host, leaf)) problems.Add(OfName(leaf));
        using var found = _search.Build(leaf, others);
        problems.AddRange(ChainProblems.Of(found, _search, leaf, time.GetUtcNow()).Distinct());
        return problems;
    }

    CertificateProblem OfName(X509Certificate2 leaf)
    {
        var names = Summary.NamesOf(leaf);
        return new CertificateProblem(
            "name-mismatch",
            names.Count == 0
                ? $"The certificate names no host in its subject alternative name, and {host} was asked for; the common name does not count (RFC 9525)."
                : $"The certificate is for {string.Join(", ", names)}, and {host} was asked for.");
    }
}
