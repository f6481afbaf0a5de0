using Postroom.Mail.Smtp.Client;

namespace Postroom.MailServers.Trust;

/// <summary>Knows which certificates the mail server in force uses, and how long they last.</summary>
public sealed class CertificateUses(
    MailServerSettingsStore settings, TrustedCertificates trusted, PresentedCertificates presented, TimeProvider time)
{
    /// <summary>When a certificate in use is warned of, in days before its end.</summary>
    public static IReadOnlyList<int> WarningDays { get; } = [30, 7, 1];

    volatile Pasted _pasted = new("", []);

    /// <summary>Every certificate in use, each use once.</summary>
    public IReadOnlyList<CertificateUse> All()
    {
        if (settings.Current is not MailServerState.Usable { Server: var server } || settings.View.Form.Configuration != "custom") return [];
        var name = server.Name;
        var form = settings.View.Form;
        var mode = form.EffectiveTrust;
        var uses = new List<CertificateUse>();
        if (presented.Last(name) is { } last) uses.Add(new CertificateUse(last, CertificateUseKind.Presented, name));
        if (mode == TrustMode.Chosen)
        {
            uses.AddRange(Chosen(form).Select(chosen => new CertificateUse(chosen, CertificateUseKind.Chosen, name)));
            uses.AddRange(PastedIn(form).Select(pasted => new CertificateUse(pasted, CertificateUseKind.Chosen, name)));
        }

        if (mode == TrustMode.Pin && Pinned(form) is { } pinned) uses.Add(new CertificateUse(pinned, CertificateUseKind.Pinned, name));
        if (form.ClientCertificate is { Length: > 0 } client && Find(client) is { } own) uses.Add(new CertificateUse(own, CertificateUseKind.Client, name));
        return uses;
    }

    /// <summary>What the mail server in force shows in place of the pinned certificate; null: nothing of the kind.</summary>
    public PresentedChange? Changed() =>
        settings.Current is MailServerState.Usable { Server: var server } && settings.View.Form.EffectiveTrust == TrustMode.Pin
            ? presented.ChangedAt(server.Name)
            : null;

    /// <summary>The uses of one certificate by what is set, whether in force or only kept; empty: it may go.</summary>
    public IReadOnlyList<CertificateUseKind> Of(string sha256)
    {
        var form = settings.View.Form;
        var kinds = new List<CertificateUseKind>();
        if (Chosen(form).Any(chosen => chosen.Sha256 == sha256)) kinds.Add(CertificateUseKind.Chosen);
        if (Pinned(form)?.Sha256 == sha256) kinds.Add(CertificateUseKind.Pinned);
        if (form.ClientCertificate is { Length: > 0 } client && TrustModeNames.Fingerprint(client) == sha256)
            kinds.Add(CertificateUseKind.Client);
        return kinds;
    }

    /// <summary>The warning that is due: the nearest of 30, 7 and 1 days before the end, or 0 when the certificate has ended.</summary>
    public static int MarkOf(CertificateSummary certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return MarkOf(certificate.NotAfter - now);
    }

    internal static int MarkOf(TimeSpan left) =>
        left <= TimeSpan.Zero ? 0 : WarningDays.Where(days => left <= TimeSpan.FromDays(days)).DefaultIfEmpty(WarningDays[0]).Min();

    /// <summary>The uses whose certificate ends within 30 days, or has, the most urgent first.</summary>
    public IReadOnlyList<CertificateUse> Ending()
    {
        var limit = time.GetUtcNow().AddDays(WarningDays[0]);
        return [.. All().Where(use => use.Certificate.NotAfter <= limit).OrderBy(use => use.Certificate.NotAfter)];
    }

    IEnumerable<CertificateSummary> Chosen(MailServerForm form) =>
        (form.ChosenCertificates ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Find).OfType<CertificateSummary>();

    CertificateSummary? Find(string fingerprint) => TrustModeNames.Fingerprint(fingerprint) is { } sha256
        ? trusted.Find(sha256)?.Summary
        : null;

    // A pin of a key names no certificate: the one that is stored with that key, where there is one.
    CertificateSummary? Pinned(MailServerForm form)
    {
        if (form.PinnedCertificate is not { Length: > 0 } typed || TrustModeNames.Pin(typed) is not { } pin)
            return null;
        return pin.StartsWith(TrustModeNames.KeyPin, StringComparison.Ordinal)
            ? trusted.All.Select(stored => stored.Summary).FirstOrDefault(
                summary => summary.PublicKeySha256 == pin[TrustModeNames.KeyPin.Length..])
            : trusted.Find(pin)?.Summary;
    }

    IReadOnlyList<CertificateSummary> PastedIn(MailServerForm form)
    {
        var pem = form.TrustedCertificates ?? "";
        if (_pasted.Pem == pem) return _pasted.Summaries;
        var read = CertificateRules.Read(pem).Certificates;
        _pasted = new Pasted(pem, [.. read.Select(certificate => CertificateSummary.Read(certificate.RawData))]);
        return _pasted.Summaries;
    }

    sealed record Pasted(string Pem, IReadOnlyList<CertificateSummary> Summaries);
}

/// <summary>A server that shows another certificate than the pinned one.</summary>
/// <param name="Server">Its host and port.</param>
/// <param name="Certificate">What it shows.</param>
public sealed record PresentedChange(string Server, CertificateSummary Certificate);

/// <summary>One certificate and what it is used for.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Kind">What for.</param>
/// <param name="Server">The mail server, host and port.</param>
public sealed record CertificateUse(CertificateSummary Certificate, CertificateUseKind Kind, string Server);

/// <summary>What a certificate is used for.</summary>
public enum CertificateUseKind
{
    /// <summary>The server shows it.</summary>
    Presented,

    /// <summary>It is trusted besides the system's.</summary>
    Chosen,

    /// <summary>It is the only one accepted.</summary>
    Pinned,

    /// <summary>It is shown to the server.</summary>
    Client,
}
