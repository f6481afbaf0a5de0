using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>What a failure shows of the port that was tested, so that nothing is tried there that cannot help.</summary>
/// <param name="asked">How the connection was to be protected.</param>
/// <param name="failure">How it failed.</param>
readonly struct PortEvidence(ConnectionSecurity asked, SmtpFailure failure)
{
    /// <summary>Whether TLS from the first byte may work there.</summary>
    public bool MayBeTls => asked != ConnectionSecurity.Tls && Answers && !SpeaksPlaintext && !IsSilentToTls;

    /// <summary>Whether STARTTLS may work there.</summary>
    public bool MayBeStartTls => asked is ConnectionSecurity.Tls or ConnectionSecurity.None && Answers && !SpeaksTls;

    /// <summary>Whether a conversation without encryption may work there.</summary>
    public bool MayBePlaintext => asked != ConnectionSecurity.None && Answers && !SpeaksTls && failure.Stage != SmtpStage.RcptTo;

    /// <summary>Whether it may be another digest over IPv4 or IPv6 alone: the way may be closed for one, or our address there unwelcome.</summary>
    public bool MayDependOnFamily => failure.Fault is SmtpFault.Unreachable
        || failure is { Fault: SmtpFault.TimedOut or SmtpFault.ConnectionLost or SmtpFault.Refused, Reply: null, Stage: <= SmtpStage.Tls }
        || failure is { Fault: SmtpFault.Refused, Reply: not null };

    // Somebody listens, and it is not another service.
    bool Answers => failure.Fault is not (SmtpFault.ConnectionRefused or SmtpFault.Unreachable or SmtpFault.OtherProtocol)
        && failure is not { Fault: SmtpFault.TimedOut, Stage: <= SmtpStage.Connect };

    bool SpeaksPlaintext => failure.Fault is SmtpFault.PlaintextOnTlsPort
        || (asked != ConnectionSecurity.Tls && failure.Fault != SmtpFault.TlsOnPlaintextPort && (failure.Stage > SmtpStage.Greeting || HasGreeted));

    bool HasGreeted => failure.Reply is not null || failure.HasBegunToAnswer
        || failure.Fault is SmtpFault.MalformedReply or SmtpFault.ReplyTooLong or SmtpFault.OutOfStep;

    // In a plaintext conversation that stays without a greeting TLS is asked for, and named when it answers.
    bool IsSilentToTls => failure is { Fault: SmtpFault.TimedOut, Stage: SmtpStage.Greeting };

    bool SpeaksTls => failure.Fault is SmtpFault.TlsOnPlaintextPort or SmtpFault.TlsTooOld or SmtpFault.CertificateNotTrusted
        || (asked == ConnectionSecurity.Tls && failure.Stage >= SmtpStage.Greeting && failure.Stage != SmtpStage.Tls);
}
