using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>Reads certificates to trust.</summary>
static class CertificateRules
{
    const string Field = nameof(MailServerSettings.TrustedCertificates);

    /// <summary>The longest PEM text, in characters: a company's whole set of roots fits many times.</summary>
    const int MaximumLength = 256 * 1024;

    /// <summary>The certificates of a PEM text, or what is wrong with each bad block.</summary>
    public static (X509Certificate2Collection Certificates, IReadOnlyList<SettingsProblem> Problems) Read(string pem)
    {
        var certificates = new X509Certificate2Collection();
        if (pem.Length > MaximumLength) return (certificates, [new SettingsProblem(Field, "Problem.TooLong", MaximumLength)]);
        var problems = new List<SettingsProblem>();
        var rest = pem.AsSpan();
        var block = 0;
        while (PemEncoding.TryFind(rest, out var found))
        {
            block++;
            if (ReadBlock(rest[found.Label].ToString(), rest[found.Base64Data].ToString(), block, certificates) is { } problem) problems.Add(problem);
            rest = rest[found.Location.End..];
        }

        // TryFind steps over a block whose base64 is broken, so blocks are counted by their first lines as well.
        var begun = pem.Split("-----BEGIN ").Length - 1;
        if (begun > block) problems.Add(new SettingsProblem(Field, "Problem.Certificates.Broken", begun, begun - block));
        if (begun == 0 && pem.Trim().Length > 0) problems.Add(new SettingsProblem(Field, "Problem.Certificates.None"));
        return (certificates, problems);
    }

    static SettingsProblem? ReadBlock(string label, string base64, int block, X509Certificate2Collection into)
    {
        if (label != "CERTIFICATE")
            return new SettingsProblem(Field, label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) ? "Problem.Certificates.PrivateKey" : "Problem.Certificates.Other", block, label);
        try
        {
            into.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64)));
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return new SettingsProblem(Field, "Problem.Certificates.Unreadable", block);
        }
    }
}
