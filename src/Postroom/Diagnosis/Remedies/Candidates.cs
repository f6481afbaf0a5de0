using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis.Remedies;

/// <summary>
/// What is worth a try after a failure, best first. Never less protection for a password: without TLS is tried only where
/// nothing is sent to sign in, and last.
/// </summary>
/// <param name="request">What was tested.</param>
/// <param name="ports">The ports for submission.</param>
/// <param name="greeted">The name by which the server greeted; null: it gave none.</param>
sealed class Candidates(TestRequest request, IReadOnlyList<SubmissionPort> ports, string? greeted = null)
{
    const int MostNames = 3;

    static readonly SmtpFault[] OfTheConnection =
    [
        SmtpFault.ConnectionRefused, SmtpFault.Unreachable, SmtpFault.TimedOut, SmtpFault.ConnectionLost, SmtpFault.MalformedReply,
        SmtpFault.ReplyTooLong, SmtpFault.OtherProtocol, SmtpFault.OutOfStep, SmtpFault.PlaintextOnTlsPort, SmtpFault.TlsOnPlaintextPort,
        SmtpFault.StartTlsNotOffered, SmtpFault.TlsFailed, SmtpFault.AuthNotOffered, SmtpFault.CredentialsNeedTls,
    ];

    // Another way in may be open where this one is closed to us; none of them says that the login or the sender is wrong.
    static readonly string[] RepliesOfTheConnection =
        ["starttls-required", "starttls-refused", "starttls-unavailable", "service-refused", "client-host-rejected", "listed", "no-reverse-dns", "relay-denied"];

    readonly SmtpEndpoint _endpoint = request.Server.Endpoint;
    readonly SmtpClientOptions _options = request.Server.Options;

    bool IsAnonymous => _options.Credentials is null;

    /// <summary>The candidates.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="id">What it means, as in <see cref="Explanation.Id"/>.</param>
    public IReadOnlyList<Candidate> After(SmtpFailure failure, string id)
    {
        var settings = new List<SuggestedSettings>();
        if (id == "ehlo-refused") settings.AddRange(EhloNames());
        if (failure.Fault == SmtpFault.CertificateNotTrusted) settings.AddRange(HostsOf(failure));
        settings.AddRange(Mechanisms(failure));
        if (IsOfSender(failure, id)) settings.AddRange(Senders());
        if (OfTheConnection.Contains(failure.Fault) || RepliesOfTheConnection.Contains(id))
            settings.AddRange(Alternatives(failure));
        if (failure.Fault is SmtpFault.AuthNotOffered or SmtpFault.NoCommonMechanism && !IsAnonymous) settings.Add(new() { Anonymous = true });
        return [.. settings.Distinct().Select(Make)];
    }

    // Another way to say the same password to the same server, once.
    IEnumerable<SuggestedSettings> Mechanisms(SmtpFailure failure)
    {
        var isRefused = failure.Fault == SmtpFault.CredentialsRefused;
        if (_options.Credentials is { Mechanism: not null })
        {
            if (failure.Fault == SmtpFault.NoCommonMechanism || (isRefused && request.IsPasswordTyped))
                yield return new() { Mechanism = "auto" };
        }
        else if (isRefused && failure.Mechanism == "PLAIN")
        {
            // Some servers announce PLAIN, refuse what it brings, and take the same by LOGIN.
            yield return new() { Mechanism = "LOGIN" };
        }
    }

    IEnumerable<SuggestedSettings> EhloNames()
    {
        var names = new[] { request.Host?.EhloName, request.Host?.AddressLiteral, request.Identity.From?.Address.Domain.Ascii };
        return names.OfType<string>().Where(name => name != _options.EhloName).Distinct().Select(name => new SuggestedSettings { EhloName = name });
    }

    // A certificate that is good for another name of the same server: then that is the name to use.
    IEnumerable<SuggestedSettings> HostsOf(SmtpFailure failure)
    {
        if (failure.Tls is not { Problems: [{ Id: "name-mismatch" }], Chain: [{ Names: var names }, ..] }) return [];
        return CertificateHosts.Of(names, greeted, _endpoint.Host).Take(MostNames)
            .Select(name => new SuggestedSettings { Host = name });
    }

    static bool IsOfSender(SmtpFailure failure, string id) =>
        failure.Stage == SmtpStage.MailFrom ? failure.Reply is { IsPermanent: true } && id is not ("login-required" or "starttls-required")
            : id is "sender-not-owned" or "sender-refused" or "sender-domain-unknown";

    IEnumerable<SuggestedSettings> Senders()
    {
        var (identity, login) = (request.Identity, _options.Credentials?.UserName);
        if (identity.EnvelopeSender is { } bounces && identity.From is { } from && bounces != from.Address) yield return new() { EnvelopeSender = "" };
        if (login is not null && MailboxParser.TryParseAddress(login, out var own) && own != identity.From?.Address) yield return new() { From = login };
    }

    IEnumerable<SuggestedSettings> Alternatives(SmtpFailure failure)
    {
        var seen = new PortEvidence(_endpoint.Security, failure);
        if (seen.MayBeTls) yield return SuggestedSettings.Alternative(_endpoint.Port, ConnectionSecurity.Tls);
        if (seen.MayBeStartTls) yield return SuggestedSettings.Alternative(_endpoint.Port, ConnectionSecurity.StartTls);
        var preferred = ports.OrderBy(port => _endpoint.Security == ConnectionSecurity.Tls && port.Security != ConnectionSecurity.Tls);
        foreach (var port in preferred.Where(port => port.Port != _endpoint.Port))
            yield return SuggestedSettings.Alternative(port.Port, port.Security);
        if (seen.MayDependOnFamily && _options.Family is null && !System.Net.IPAddress.TryParse(_endpoint.Host, out _))
            foreach (var word in AddressFamilyNames.One) yield return new() { AddressFamily = word };
        if (IsAnonymous && seen.MayBePlaintext)
            yield return SuggestedSettings.Alternative(_endpoint.Port, ConnectionSecurity.None);
    }

    Candidate Make(SuggestedSettings settings)
    {
        var endpoint = new SmtpEndpoint(
            settings.Host ?? _endpoint.Host, settings.Port ?? _endpoint.Port,
            SecurityNames.Parse(settings.Security) ?? _endpoint.Security);
        var options = _options with
        {
            EhloName = settings.EhloName ?? _options.EhloName,
            Family = settings.AddressFamily is { } family ? AddressFamilyNames.Parse(family) : _options.Family,
            Credentials = settings.Anonymous == true ? null : Login(settings),
            AllowPlaintextCredentials = _options.AllowPlaintextCredentials && endpoint.Security == ConnectionSecurity.None,
        };
        var identity = request.Identity;
        if (settings.From is { } from && MailboxParser.TryParseAddress(from, out var address)) identity = identity with { From = new Mailbox(identity.From?.DisplayName, address) };
        if (settings.EnvelopeSender is "") identity = identity with { EnvelopeSender = null };
        return new Candidate(settings, new MailServer(endpoint, options, 0), identity, options.Credentials is not null && !MayTakePassword(endpoint, options));
    }

    SmtpCredentials? Login(SuggestedSettings settings) => _options.Credentials is { } login
        ? login with
        {
            Mechanism = settings.Mechanism switch
            {
                null => login.Mechanism,
                "auto" => null,
                var chosen =>
            chosen
            },
            AtLeast = Floor(login)
        }
        : null;

    // No weaker than the method that was chosen, or that signed in just now.
    static LoginStrength Floor(SmtpCredentials login) =>
        SmtpCredentials.StrengthOf(login.Mechanism) is var chosen && chosen > login.AtLeast ? chosen : login.AtLeast;

    // A typed password may go to this host on another port, for its owner stands before us; to another host never.
    // And nowhere that protects it less than what was asked for, nor under a name that nobody typed.
    bool MayTakePassword(SmtpEndpoint endpoint, SmtpClientOptions options) =>
        endpoint.Host == _endpoint.Host
        && (request.IsPasswordTyped || endpoint == _endpoint)
        && Protection.Of(endpoint, options) >= Protection.Of(_endpoint, _options)
        && options.Credentials?.UserName == _options.Credentials?.UserName;
}
