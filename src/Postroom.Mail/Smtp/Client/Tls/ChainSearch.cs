using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Looks for a way from a server's certificate to one that is trusted.</summary>
/// <param name="roots">What is trusted besides the system's roots; null or empty: nothing.</param>
/// <param name="time">The clock against which validity is checked.</param>
sealed class ChainSearch(X509Certificate2Collection? roots, TimeProvider time)
{
    const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>A chain. It is disposed by whoever asked for it.</summary>
    /// <param name="Chain">As far as it could be built.</param>
    /// <param name="IsAnchored">Whether it ends in or goes through a certificate that was chosen, be it a root or not.</param>
    public sealed record Found(X509Chain Chain, bool IsAnchored) : IDisposable
    {
        public void Dispose() => Chain.Dispose();
    }

    /// <summary>
    /// The system's roots first; where they do not reach, the administrator's. Nothing is downloaded to complete a chain:
    /// that would let a stranger's certificate send us to any address.
    /// </summary>
    /// <param name="leaf">The server's certificate.</param>
    /// <param name="others">What the server sent besides.</param>
    /// <param name="asksIssuers">Whether to ask the issuers for what they revoked, over the network. Only for a chain that is trusted.</param>
    /// <param name="patience">How long one answer may take.</param>
    public Found Build(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> others, bool asksIssuers = false, TimeSpan patience = default)
    {
        var system = NewChain(others, asksIssuers, patience);
        system.Build(leaf);
        if (roots is not { Count: > 0 } || !IsUntrusted(system)) return new Found(system, IsAnchored: false);

        var own = NewChain(others, asksIssuers, patience);
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        own.ChainPolicy.ExtraStore.AddRange(roots);
        own.Build(leaf);
        var isAnchored = own.ChainElements.Any(element => IsChosen(element.Certificate));
        if (!isAnchored && IsUntrusted(own))
        {
            own.Dispose();
            return new Found(system, IsAnchored: false);
        }

        system.Dispose();
        return new Found(own, isAnchored);
    }

    /// <summary>Whether a trusted certificate has this name, or its organisation, so that whoever is missing belongs to it.</summary>
    public (bool ByName, bool ByOrganisation) Knows(X500DistinguishedName issuer)
    {
        if (roots is null) return (false, false);
        var organisation = Organisation(issuer);
        return (
            roots.Any(root => root.SubjectName.RawData.AsSpan().SequenceEqual(issuer.RawData)),
            organisation is not null && roots.Any(root => Organisation(root.SubjectName) == organisation));
    }

    bool IsChosen(X509Certificate2 certificate) =>
        roots!.Any(root => root.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));

    X509Chain NewChain(IReadOnlyList<X509Certificate2> others, bool asksIssuers, TimeSpan patience)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = asksIssuers ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        if (asksIssuers) chain.ChainPolicy.UrlRetrievalTimeout = patience;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(others.ToArray());
        return chain;
    }

    static bool IsUntrusted(X509Chain chain) =>
        chain.ChainStatus.Any(status => status.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain);

    static string? Organisation(X500DistinguishedName name)
    {
        foreach (var part in name.EnumerateRelativeDistinguishedNames())
        {
            if (!part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10") return part.GetSingleElementValue();
        }

        return null;
    }
}
