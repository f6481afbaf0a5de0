using System.Text.Json.Serialization;
using Postroom.Mail.Smtp.Client.Tls;

namespace Postroom.Mail.Smtp.Client;

/// <summary>What a TLS handshake showed.</summary>
/// <param name="Version">Such as <c>TLS 1.3</c>; null when no version was agreed.</param>
/// <param name="Cipher">The cipher suite's IANA name; null when none was agreed.</param>
/// <param name="Chain">The certificates the server sent, leaf first.</param>
/// <param name="Problems">Why the chain is not trusted; empty when it is.</param>
public sealed record TlsReport(
    string? Version,
    string? Cipher,
    IReadOnlyList<CertificateSummary> Chain,
    IReadOnlyList<CertificateProblem> Problems)
{
    /// <summary>What could not be found out and stops nothing, such as whether the certificate was revoked.</summary>
    public IReadOnlyList<CertificateProblem> Warnings { get; init; } = [];

    /// <summary>Whether the server asked for a client certificate.</summary>
    public bool AskedForClientCertificate { get; init; }
}

/// <summary>One certificate in the words an administrator compares.</summary>
/// <param name="Subject">The subject's distinguished name.</param>
/// <param name="Issuer">The issuer's distinguished name.</param>
/// <param name="Names">DNS names and IP addresses of the subject alternative name.</param>
/// <param name="NotBefore">Valid from.</param>
/// <param name="NotAfter">Valid until.</param>
/// <param name="Sha256">The fingerprint, 64 lower-case hex digits.</param>
public sealed record CertificateSummary(
    string Subject,
    string Issuer,
    IReadOnlyList<string> Names,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string Sha256)
{
    /// <summary>SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits; it stays when a certificate is renewed with the same key.</summary>
    public string PublicKeySha256 { get; init; } = "";

    /// <summary>The certificate itself in DER.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>The summary of a certificate in DER.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is none.</exception>
    public static CertificateSummary Read(ReadOnlySpan<byte> der) => Summary.OfDer(der);
}

/// <summary>One reason not to trust a chain.</summary>
/// <param name="Id">A stable name: <c>self-signed</c>, <c>unknown-issuer</c>, <c>missing-intermediate</c>, <c>issued-by-leaf</c>, <c>name-mismatch</c>, <c>expired</c>, <c>not-yet-valid</c>, <c>weak</c>, <c>revoked</c>, <c>revocation-unknown</c>, <c>wrong-usage</c>, <c>pin-mismatch</c> or <c>other</c>.</param>
/// <param name="Text">The reason in one plain English sentence with the values compared.</param>
public sealed record CertificateProblem(string Id, string Text);
