using System.Globalization;
using Microsoft.Extensions.Logging;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Trust;
using Postroom.People.Accounts;

namespace Postroom.Alarms;

/// <summary>Warns of certificates in use that end, 30, 7 and 1 days before, and of a server that shows another than the pinned one. Each once.</summary>
public sealed partial class CertificateWatch(
    CertificateUses uses, PresentedCertificates presented, ICertificateLog log, AlarmLetters letters, TimeProvider time, ILogger<CertificateWatch> logger)
{
    /// <summary>The mark of a certificate that took the place of a pinned one.</summary>
    const int Changed = -1;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await presented.FlushAsync(cancellationToken);
        if (uses.Changed() is { } change)
            await WarnAsync(change.Certificate, Changed, culture => ChangedWords(change, culture), () => PinBroken(change.Server, change.Certificate.Sha256), cancellationToken);

        foreach (var use in uses.Ending())
        {
            var mark = CertificateUses.MarkOf(use.Certificate, time.GetUtcNow());
            await WarnAsync(use.Certificate, mark, culture => EndingWords(use, culture), () => Ends(use.Server, use.Kind, use.Certificate.Subject, use.Certificate.NotAfter), cancellationToken);
        }
    }

    // The letter first, the mark then: a crash between the two leads to the same letter again, which the way in takes once.
    async Task WarnAsync(
        CertificateSummary certificate, int mark, Func<CultureInfo, AlarmText> words, Action say,
        CancellationToken cancellationToken)
    {
        if (await log.WasWarnedAsync(certificate.Sha256, mark, cancellationToken)) return;
        var now = time.GetUtcNow();
        var cause = string.Create(CultureInfo.InvariantCulture, $"certificate-{certificate.Sha256[..32]}-{mark}");
        var accepted = await letters.SendAsync(cause, now, words, cancellationToken);
        say();
        if (accepted) await log.NoteWarnedAsync(certificate.Sha256, mark, now, cancellationToken);
    }

    AlarmText EndingWords(CertificateUse use, CultureInfo culture)
    {
        var days = (int)Math.Ceiling((use.Certificate.NotAfter - time.GetUtcNow()).TotalDays);
        var kind = Texts.GetIn(culture, $"Certificate.Use.{use.Kind}");
        var title = days <= 0
            ? Texts.GetIn(culture, "Certificate.Ended", kind, use.Server)
            : Texts.GetIn(culture, days == 1 ? "Certificate.EndsInADay" : "Certificate.EndsIn", kind, use.Server, days);
        return new AlarmText(
            title, Facts(use.Certificate, culture), Texts.GetIn(culture, $"Certificate.Use.{use.Kind}.Remedy"),
            "/trust");
    }

    static AlarmText ChangedWords(PresentedChange change, CultureInfo culture) => new(
        Texts.GetIn(culture, "Console.Trust.Changed", change.Server),
        Facts(change.Certificate, culture),
        Texts.GetIn(culture, "Fault.certificate-pin-mismatch.Remedy", change.Server),
        "/mail-server");

    static string Facts(CertificateSummary certificate, CultureInfo culture) => Texts.GetIn(
        culture,
        "Certificate.Facts",
        certificate.Subject,
        certificate.Issuer,
        certificate.NotAfter.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        certificate.Sha256);

    [LoggerMessage(17002, LogLevel.Warning, "A certificate of mail server {Server} ({Use}, {Subject}) ends at {End:u}: have it renewed, or mail will wait then")]
    partial void Ends(string server, CertificateUseKind use, string subject, DateTimeOffset end);

    [LoggerMessage(17003, LogLevel.Error,
        "Mail server {Server} shows a certificate (sha256:{Sha256}) that is not the pinned one, and mail waits. " +
        "Ask its owner whether it was renewed, and pin the new one if so")]
    partial void PinBroken(string server, string sha256);
}
