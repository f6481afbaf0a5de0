using Postroom.Languages;
using Postroom.MailServers.Trust;

namespace Postroom.Admin.Shell;

/// <summary>Says in the reader's language what a certificate is used for and when it ends.</summary>
static class CertificateUseText
{
    /// <summary>What it is used for.</summary>
    public static string Of(CertificateUseKind kind) => Texts.Get($"Certificate.Use.{kind}");

    /// <summary>When it ends, or that it has.</summary>
    public static string Ending(CertificateUse use, DateTimeOffset now)
    {
        var days = (int)Math.Ceiling((use.Certificate.NotAfter - now).TotalDays);
        return days <= 0
            ? Texts.Get("Certificate.Ended", Of(use.Kind), use.Server)
            : Texts.Get(days == 1 ? "Certificate.EndsInADay" : "Certificate.EndsIn", Of(use.Kind), use.Server, days);
    }
}
