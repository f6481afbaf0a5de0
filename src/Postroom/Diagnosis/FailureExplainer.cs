using System.Globalization;
using Postroom.Diagnosis.Remedies;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>Explains why a conversation could not go on (product row T3).</summary>
public static class FailureExplainer
{
    /// <summary>The certificate problems that have words of their own; any other is told as <c>other</c>.</summary>
    internal static IReadOnlyList<string> CertificateProblems { get; } =
        ["expired", "name-mismatch", "not-yet-valid", "other", "pin-mismatch", "revoked", "self-signed", "unknown-issuer", "weak", "wrong-usage"];

    /// <summary>Explains a failure.</summary>
    /// <param name="failure">The failure. Where the server refused with a reply, the reply is explained.</param>
    /// <param name="endpoint">The server; null: not known.</param>
    /// <param name="language">The language of the reader.</param>
    public static Explanation Explain(SmtpFailure failure, SmtpEndpoint? endpoint, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var verdict = ReplyTable.Judge(failure);
        if (failure.Reason is null && verdict.Id != ReplyTable.Judge(failure.Fault).Id) return ReplyExplainer.Explain(verdict, language);
        var id = Refine(failure, verdict.Id);
        return Explain(verdict with { Id = id }, endpoint, language) with { Settings = Suggest(failure.Fault) };
    }

    /// <summary>What a failure means, as in <see cref="Explanation.Id"/>.</summary>
    internal static string IdOf(SmtpFailure failure)
    {
        var verdict = ReplyTable.Judge(failure);
        return verdict.Id != ReplyTable.Judge(failure.Fault).Id ? verdict.Id : Refine(failure, verdict.Id);
    }

    /// <summary>Explains that port 25 is filtered on the way while the server's other ports answer.</summary>
    internal static Explanation ExplainBlockedPort(SmtpEndpoint endpoint, CultureInfo language) =>
        Explain(new Verdict("port-25-blocked", WhoActs.Administrator, RetryClass.Settings), endpoint, language);

    /// <summary>Explains a kind of trouble.</summary>
    internal static Explanation Explain(SmtpFault fault, CultureInfo language) => Explain(ReplyTable.Judge(fault), null, language);

    /// <summary>Every id that <see cref="Explain(SmtpFailure, SmtpEndpoint, CultureInfo)"/> can give for a failure without a reply.</summary>
    internal static IEnumerable<string> Ids =>
        Enum.GetValues<SmtpFault>().Select(fault => ReplyTable.Judge(fault).Id)
            .Concat(["timed-out-connect", "timed-out-greeting", "connection-lost-greeting", "greeting-too-slow", "port-25-blocked"])
            .Concat(TokenTroubles.All)
            .Concat(Enum.GetValues<OtherService>().Select(IdOf))
            .Concat(CertificateProblems.Select(problem => $"certificate-{problem}"));

    static Explanation Explain(Verdict verdict, SmtpEndpoint? endpoint, CultureInfo language)
    {
        var server = endpoint is null
            ? Texts.GetIn(language, "Explain.TheServer")
            : string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host}:{endpoint.Port}");
        return new Explanation(
            verdict.Id,
            Texts.GetIn(language, $"Fault.{verdict.Id}.Cause", server),
            Texts.GetIn(language, $"Fault.{verdict.Id}.Remedy", server),
            verdict.WhoWord,
            verdict.RetryWord);
    }

    // The same fault has another cause before the first word was said.
    static string Refine(SmtpFailure failure, string id) => (failure.Fault, failure.Stage) switch
    {
        (SmtpFault.TimedOut, SmtpStage.Connect) => "timed-out-connect",
        (SmtpFault.TimedOut, SmtpStage.Greeting) => failure.HasBegunToAnswer ? "greeting-too-slow" : "timed-out-greeting",
        (SmtpFault.ConnectionLost, SmtpStage.Greeting) => "connection-lost-greeting",
        (SmtpFault.CertificateNotTrusted, _) when failure.Tls?.Problems is [var first, ..] =>
            $"certificate-{(CertificateProblems.Contains(first.Id) ? first.Id : "other")}",
        (SmtpFault.OtherProtocol, _) when failure.Service is { } service => IdOf(service),
        _ => id,
    };

    static string IdOf(OtherService service) => $"other-protocol-{service.ToString().ToLowerInvariant()}";

    static SuggestedSettings? Suggest(SmtpFault fault) => fault switch
    {
        SmtpFault.TlsOnPlaintextPort => new() { Security = SecurityWords.Of(ConnectionSecurity.Tls) },
        SmtpFault.PlaintextOnTlsPort or SmtpFault.CredentialsNeedTls => new() { Security = SecurityWords.Of(ConnectionSecurity.StartTls) },
        SmtpFault.StartTlsNotOffered => SuggestedSettings.Way(465, ConnectionSecurity.Tls),
        _ => null,
    };
}
