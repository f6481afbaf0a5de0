using System.Security.Cryptography.X509Certificates;
using Postroom.Settings;

namespace Postroom.MailServers.Trust;

/// <summary>What became of reading an upload.</summary>
public abstract record CertificateReading
{
    private protected CertificateReading() { }

    /// <summary>Certificates that can be trusted: at least one, no keys.</summary>
    public sealed record Trusted(IReadOnlyList<X509Certificate2> Certificates) : CertificateReading;

    /// <summary>A client certificate with the key that belongs to it.</summary>
    public sealed record Client(ClientIdentity Identity) : CertificateReading;

    /// <summary>It cannot be used.</summary>
    /// <param name="Problem">Why, and what helps.</param>
    public sealed record Refused(SettingsProblem Problem) : CertificateReading;
}
