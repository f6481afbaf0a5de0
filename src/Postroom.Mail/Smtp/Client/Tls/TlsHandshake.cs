using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Postroom.Mail.Smtp.Client.Connecting;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Tls;

/// <summary>Puts TLS 1.2 or 1.3 over a connection and judges the server's certificate.</summary>
static class TlsHandshake
{
    /// <summary>Does the handshake.</summary>
    /// <param name="wire">The connection; nothing of it may be buffered.</param>
    /// <param name="host">The name to present and to check, ASCII, or an IP address.</param>
    /// <param name="options">Trust and deadline.</param>
    /// <param name="time">The clock against which validity is checked.</param>
    public static async Task<(TlsReport? Report, SmtpFailure? Failure)> UpgradeAsync(
        SmtpWire wire, string host, SmtpClientOptions options, TimeProvider time)
    {
        var judge = new CertificateJudge(host, options, time);
        var witness = new FirstBytesStream(wire.Stream);
        var asked = false;
        var settings = Settings(host, options.ClientCertificate, () => asked = true);
        settings.RemoteCertificateValidationCallback = (_, certificate, chain, _) => judge.Judge(certificate, chain);
        var tls = new SslStream(witness, leaveInnerStreamOpen: false);
        wire.Clock.StartCommand(options.TlsTimeout);
        try
        {
            await tls.AuthenticateAsClientAsync(settings, CancellationToken.None);
            await judge.AskIssuersAsync();
            if (judge.Problems.Count > 0) throw new AuthenticationException("Revoked, or nobody knows.");
            wire.Clock.Stop();
            wire.SwitchTo(tls, Suspicion(asked, options));
            var report = new TlsReport(Name(tls.SslProtocol), tls.NegotiatedCipherSuite.ToString(), judge.Chain, [])
            {
                Warnings = judge.Warnings,
                AskedForClientCertificate = asked,
            };
            return (report, null);
        }
        catch (Exception e) when (SmtpWire.IsOfTheWire(e) || e is AuthenticationException)
        {
            var failure = Explain(wire, host, judge, witness, Suspicion(asked, options), e);
            await tls.DisposeAsync();
            return (failure.Tls, failure);
        }
    }

    // A server of TLS 1.2 ends the handshake when it misses or dislikes our certificate, one of TLS 1.3 the connection behind it.
    static SmtpFault? Suspicion(bool asked, SmtpClientOptions options) =>
        options.ClientCertificate is not null ? SmtpFault.ClientCertificateRefused : asked ? SmtpFault.ClientCertificateWanted : null;

    static SslClientAuthenticationOptions Settings(string host, SslStreamCertificateContext? own, Action asked) => new()
    {
        ClientCertificateContext = own,
        LocalCertificateSelectionCallback = own is not null ? null : (_, _, _, remote, _) =>
        {
            // It is called once before the handshake as well; the server has shown its own before it can ask for ours.
            if (remote is not null) asked();
            return null!;
        },

        // An empty name sends no SNI: RFC 6066 §3 allows no address there.
        TargetHost = IPAddress.TryParse(host, out _) ? "" : host,
#pragma warning disable CA5398 // The two that are safe today, whatever the system's own settings still allow (RFC 8996).
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        CertificateChainPolicy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    static SmtpFailure Explain(SmtpWire wire, string host, CertificateJudge judge, FirstBytesStream witness, SmtpFault? suspicion, Exception e)
    {
        var conversation = wire.Conversation;
        if (judge.Problems.Count > 0)
        {
            wire.Break();
            wire.Clock.Stop();
            return conversation.Fail(
                SmtpFault.CertificateNotTrusted,
                $"The certificate of {host} is not trusted: {string.Join(" ", judge.Problems.Select(problem => problem.Text))}",
                tls: new TlsReport(null, null, judge.Chain, judge.Problems));
        }

        if (IsPlaintext(witness.First)) return ExplainPlaintext(wire, witness);

        if (wire.Clock.HasExpired) return wire.Lost(e);
        wire.Break();
        wire.Clock.Stop();
        if (OldVersion.Of(witness.First) is { } old)
        {
            return conversation.Fail(
                SmtpFault.TlsTooOld,
                old.Length > 0
                    ? $"{conversation.Server} speaks only {old}; TLS 1.2 is the least that is safe (RFC 8996)."
                    : $"{conversation.Server} accepts neither TLS 1.2 nor 1.3, so it can have only older ones, which are not safe (RFC 8996).");
        }

        if (suspicion is { } fault
            && (fault == SmtpFault.ClientCertificateWanted || ClientCertificateText.IsAlert(Innermost(e))))
        {
            return conversation.Fail(
                fault, ClientCertificateText.Of(fault, conversation.Server),
                tls: new TlsReport(null, null, judge.Chain, []));
        }

        if (TlsAlert.Of(witness.First) is { } alert)
        {
            var ended = $"{conversation.Server} ended the TLS handshake with the alert {TlsAlert.Words(alert)}.";
            return alert == TlsAlert.CertificateRequired
                ? conversation.Fail(SmtpFault.ClientCertificateWanted, ended)
                : conversation.Fail(SmtpFault.TlsFailed, ended) with { TlsAlert = alert };
        }

        return conversation.Fail(
            SmtpFault.TlsFailed,
            witness.First.IsEmpty
                ? $"{conversation.Server} closed the connection when TLS began."
                : $"The TLS handshake with {conversation.Server} failed: {Innermost(e)}");
    }

    static SmtpFailure ExplainPlaintext(SmtpWire wire, FirstBytesStream witness)
    {
        wire.Break();
        wire.Clock.Stop();
        var conversation = wire.Conversation;
        if (OtherServices.Of(witness.First) is { } service) return OtherServices.Failure(conversation, service);

        var shown = ReplyText.Show(witness.First.TrimEnd("\r\n"u8));
        return conversation.Stage == SmtpStage.Tls && wire.FirstBytes.IsEmpty
            ? conversation.Fail(
                SmtpFault.PlaintextOnTlsPort,
                $"{conversation.Server} speaks plaintext on this port, and TLS was expected from the first byte; it said: {shown}")
            : conversation.Fail(
                SmtpFault.TlsFailed,
                $"{conversation.Server} agreed to STARTTLS and then went on in plaintext: {shown}");
    }

    // A TLS record begins with its type, 20 to 24 (RFC 8446 §5.1); a mail server's text with a printable character.
    static bool IsPlaintext(ReadOnlySpan<byte> first) => first.Length > 0 && first[0] is >= 0x20 and < 0x7F;

    static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e.Message;
    }

    static string Name(SslProtocols protocol) => protocol.ToString() switch
    {
        "Tls13" => "TLS 1.3",
        "Tls12" => "TLS 1.2",
        var other => other,
    };
}
