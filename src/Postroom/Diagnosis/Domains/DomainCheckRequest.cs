using System.Globalization;
using System.Net;
using Postroom.Mail.Addresses;

namespace Postroom.Diagnosis.Domains;

/// <summary>What to check.</summary>
/// <param name="From">The domain of the From header; no address literal.</param>
/// <param name="Route">How mail leaves.</param>
/// <param name="Language">The language of the findings.</param>
public sealed record DomainCheckRequest(DomainName From, SendingRoute Route, CultureInfo Language)
{
    /// <summary>The domain of the envelope sender, whose SPF record counts; null: that of <see cref="From"/>.</summary>
    public DomainName? Envelope { get; init; }

    /// <summary>The keys with which we sign; empty: we do not sign.</summary>
    public IReadOnlyList<DkimIdentity> Keys { get; init; } = [];
}

/// <summary>One key with which we sign.</summary>
/// <param name="Selector">The selector (s=), such as <c>postroom1</c>.</param>
/// <param name="Domain">The signing domain (d=).</param>
/// <param name="Algorithm">The key's type as the record names it (k=): <c>rsa</c> or <c>ed25519</c>.</param>
/// <param name="PublicKey">What p= holds, decoded: a SubjectPublicKeyInfo for <c>rsa</c> (RFC 6376 §3.6.1), 32 bytes for <c>ed25519</c> (RFC 8463 §4).</param>
public sealed record DkimIdentity(string Selector, DomainName Domain, string Algorithm, ReadOnlyMemory<byte> PublicKey)
{
    /// <summary>Where the record lives, such as <c>postroom1._domainkey.example.com</c>.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain.Ascii}";

    /// <summary>The record to publish, such as <c>v=DKIM1; k=rsa; p=MIIB...</c>.</summary>
    public string RecordValue => $"v=DKIM1; k={Algorithm}; p={Convert.ToBase64String(PublicKey.Span)}";
}

/// <summary>How mail leaves.</summary>
/// <param name="Host">The mail server's host, or its address; a host that only this machine knows may be given as well.</param>
/// <param name="SpfInclude">What the provider asks to be included in SPF, such as <c>_spf.google.com</c>; null: it is no provider we know, or it asks for nothing.</param>
/// <param name="SendingAddresses">From which addresses mail reaches the world, where somebody knows; empty: nobody does, and the host's addresses are taken for them.</param>
public sealed record SendingRoute(string Host, string? SpfInclude, IReadOnlyList<IPAddress> SendingAddresses)
{
    /// <summary>Includes that do as well as <see cref="SpfInclude"/>; empty: none.</summary>
    public IReadOnlyList<string> OtherSpfIncludes { get; init; } = [];

    /// <summary>Whether the provider puts an envelope sender of its own in the place of ours, whose SPF record counts (RFC 7208 §2.4).</summary>
    public bool ReplacesEnvelope { get; init; }

    /// <summary>Whether it is a provider we know, which sends with addresses of its own.</summary>
    public bool IsProvider => SpfInclude is not null || ReplacesEnvelope;
}
