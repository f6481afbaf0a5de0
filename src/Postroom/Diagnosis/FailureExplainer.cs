using System.Globalization;
using Postroom.Diagnosis.Remedies;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>Explains why a conversation could not go on (product row T3).</summary>
public static class FailureExplainer
{
    /// <summary>Explains a failure.</summary>
    /// <param name="failure">The failure. Where the server refused with a reply, the reply is explained.</param>
    /// <param name="endpoint">The server; null: not known.</param>
    /// <param name="language">The language of the reader.</param>
    public static Explanation Explain(SmtpFailure failure, SmtpEndpoint? endpoint, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var verdict = ReplyTable.Judge(failure);
        if (failure.Reason is null && verdict.Id != ReplyTable.Judge(failure.Fault).Id) return ReplyExplainer.Explain(verdict, language);
        return Explain(FailureNames.Judge(failure), endpoint, language) with { Settings = Suggest(failure.Fault) };
    }

    /// <summary>What a failure means, as in <see cref="Explanation.Id"/>.</summary>
    internal static string IdOf(SmtpFailure failure) => FailureNames.Judge(failure).Id;

    /// <summary>Explains that port 25 is filtered on the way while the server's other ports answer.</summary>
    internal static Explanation ExplainBlockedPort(SmtpEndpoint endpoint, CultureInfo language) =>
        Explain(FailureNames.Find("port-25-blocked")!, endpoint, language);

    /// <summary>Explains that the host receives a provider's mail, and that its customers send by another one.</summary>
    internal static Explanation ExplainIncomingDoor(SmtpEndpoint endpoint, Preset preset, CultureInfo language) =>
        Explain(FailureNames.Find("incoming-door")!, endpoint, language) with
        {
            Settings = SuggestedSettings.Alternative(preset.Port, preset.Security) with { Host = preset.Host },
        };

    /// <summary>Explains a kind of trouble.</summary>
    internal static Explanation Explain(SmtpFault fault, CultureInfo language) => Explain(ReplyTable.Judge(fault), (string?)null, language);

    /// <summary>Explains a kind of trouble that was recorded with an attempt.</summary>
    /// <param name="verdict">What it means, by <see cref="FailureNames.Find"/>.</param>
    /// <param name="server">The server as host:port; null: not known.</param>
    /// <param name="language">The language of the reader.</param>
    internal static Explanation Explain(Verdict verdict, string? server, CultureInfo language)
    {
        var name = server ?? Texts.GetIn(language, "Explain.TheServer");
        return new Explanation(
            verdict.Id,
            Sentence(Texts.GetIn(language, $"Fault.{verdict.Id}.Cause", name), server, language),
            Sentence(Texts.GetIn(language, $"Fault.{verdict.Id}.Remedy", name), server, language),
            verdict.WhoWord,
            verdict.RetryWord);
    }

    // The name of a host stays as it is written; "the mail server" begins a sentence with a capital.
    static string Sentence(string text, string? server, CultureInfo language) =>
        server is null && text.Length > 0
            ? string.Concat(char.ToUpper(text[0], language).ToString(), text.AsSpan(1))
            : text;

    static Explanation Explain(Verdict verdict, SmtpEndpoint? endpoint, CultureInfo language) =>
        Explain(verdict, endpoint is null ? null : string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host}:{endpoint.Port}"), language);

    static SuggestedSettings? Suggest(SmtpFault fault) => fault switch
    {
        SmtpFault.TlsOnPlaintextPort => new() { Security = SecurityNames.Of(ConnectionSecurity.Tls) },
        SmtpFault.PlaintextOnTlsPort or SmtpFault.CredentialsNeedTls =>
            new() { Security = SecurityNames.Of(ConnectionSecurity.StartTls) },
        SmtpFault.StartTlsNotOffered => SuggestedSettings.Alternative(465, ConnectionSecurity.Tls),
        _ => null,
    };
}
