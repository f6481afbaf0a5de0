using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.OAuth;

namespace Postroom.MailServers.Replies;

/// <summary>
/// Names failures more exactly than by their fault alone, such as <c>certificate-expired</c>: under these names a failure is
/// recorded with an attempt, and explained wherever it is read.
/// </summary>
public static class FailureNames
{
    /// <summary>The certificate problems that have a name of their own; any other is <c>other</c>.</summary>
    public static IReadOnlyList<string> CertificateProblems { get; } =
        [
            "expired", "issued-by-leaf", "missing-intermediate", "name-mismatch", "not-yet-valid", "other", "pin-mismatch",
            "revocation-unknown", "revoked", "self-signed", "unknown-issuer", "weak", "wrong-usage",
        ];

    // After the list above, which it reads.
    static readonly Dictionary<string, Verdict> Verdicts = All().ToDictionary(verdict => verdict.Id, StringComparer.Ordinal);

    /// <summary>Every name that a failure without a reply can have.</summary>
    public static IEnumerable<string> Ids => Verdicts.Keys;

    /// <summary>What a failure means, under its exact name. Where the server gave a reply, that is what counts.</summary>
    public static Verdict Judge(SmtpFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var verdict = ReplyTable.Judge(failure);
        return verdict.Id == ReplyTable.Judge(failure.Fault).Id ? verdict with { Id = Refine(failure, verdict.Id) } : verdict;
    }

    /// <summary>What a name of a failure without a reply means; null: there is no such name.</summary>
    public static Verdict? Find(string id) => Verdicts.GetValueOrDefault(id);

    // The same fault has another cause before the first word was said.
    static string Refine(SmtpFailure failure, string id) => (failure.Fault, failure.Stage) switch
    {
        (SmtpFault.TimedOut, SmtpStage.Connect) => "timed-out-connect",
        (SmtpFault.TimedOut, SmtpStage.Greeting) => failure.HasBegunToAnswer ? "greeting-too-slow" : "timed-out-greeting",
        (SmtpFault.ConnectionLost, SmtpStage.Greeting) => "connection-lost-greeting",
        (SmtpFault.CertificateNotTrusted, _) when failure.Tls?.Problems is [var first, ..] =>
            CertificateId(CertificateProblems.Contains(first.Id) ? first.Id : "other"),
        (SmtpFault.TlsFailed, _) => failure.TlsAlert switch { 40 or 71 => "tls-no-common-cipher", 112 => "tls-name-unknown", _ => id },
        (SmtpFault.OtherProtocol, _) when failure.Service is { } service => IdOf(service),
        _ => id,
    };

    static IEnumerable<Verdict> All() =>
    [
        .. Enum.GetValues<SmtpFault>().Select(ReplyTable.Judge),
        .. Named(SmtpFault.TimedOut, ["timed-out-connect", "timed-out-greeting", "greeting-too-slow"]),
        .. Named(SmtpFault.ConnectionLost, ["connection-lost-greeting"]),
        .. Named(SmtpFault.CertificateNotTrusted, CertificateProblems.Select(CertificateId)),
        .. Named(SmtpFault.TlsFailed, ["tls-no-common-cipher", "tls-name-unknown"]),
        .. Named(SmtpFault.AuthNotOffered, ["incoming-door"]),
        .. Named(SmtpFault.OtherProtocol, Enum.GetValues<OtherService>().Select(IdOf)),
        .. TokenTroubles.All.Select(TokenTroubles.Judge),
        new Verdict("port-25-blocked", WhoActs.Administrator, RetryClass.Settings),
        new Verdict("settings-unusable", WhoActs.Administrator, RetryClass.Settings),
        new Verdict("signing-key-unreadable", WhoActs.Administrator, RetryClass.Settings),
    ];

    static IEnumerable<Verdict> Named(SmtpFault fault, IEnumerable<string> ids) => ids.Select(id => ReplyTable.Judge(fault) with { Id = id });

    static string CertificateId(string problem) => $"certificate-{problem}";

    static string IdOf(OtherService service) => $"other-protocol-{service.ToString().ToLowerInvariant()}";
}
