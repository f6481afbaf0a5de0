using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Detection;
using Postroom.Diagnosis.Remedies;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.MailServers.Trust;

namespace Postroom.Server.Commands;

/// <summary>The mail server as <c>postroom test</c> is told it.</summary>
sealed class TestOptions
{
    readonly Option<string?> _host = new("--host") { Description = "The mail server. Default: the saved one.", HelpName = "NAME" };
    readonly Option<int?> _port = new("--port") { Description = "Its port. Default: 465 with tls, otherwise 25.", HelpName = "PORT" };
    readonly Option<string?> _security = new("--security") { Description = "How the connection is protected. Default with --host: starttls." };
    readonly Option<string?> _auth = new("--auth") { Description = "The login method.", HelpName = "auto|plain|login|cram-md5|scram-sha-1|scram-sha-256|xoauth2|oauthbearer" };
    readonly Option<string?> _user = new("--user") { Description = "The user name. Without it there is no sign-in.", HelpName = "NAME" };
    readonly Option<FileInfo?> _passwordFile = CommonOptions.ExistingFile("--password-file", "The file with the password.");
    readonly Option<FileInfo?> _tokenFile = CommonOptions.ExistingFile("--token-file", "The file with an access token (OAuth 2.0), used in place of a password.");
    readonly Option<FileInfo?> _ca = CommonOptions.ExistingFile("--ca", "Certificates in PEM that are trusted besides the system's.");
    readonly Option<string?> _pin = new("--pin") { Description = "The only certificate to accept, by its fingerprint, or spki-sha256: and that of its public key.", HelpName = "sha256:HEX" };
    readonly Option<FileInfo?> _clientCertificate = CommonOptions.ExistingFile("--client-cert", "The certificate to show to a server that asks, PEM or PKCS#12.");
    readonly Option<FileInfo?> _clientKey = CommonOptions.ExistingFile("--client-key", "Its private key, PEM; without it the key is in --client-cert.");
    readonly Option<string?> _revocation = new("--revocation") { Description = "Whether issuers are asked about revoked certificates. Default with --host: soft.", HelpName = "off|soft|hard" };
    readonly Option<string?> _helo = new("--helo") { Description = "The name used in EHLO.", HelpName = "NAME" };
    readonly Option<string?> _from = new("--from") { Description = "Who the message is from.", HelpName = "ADDRESS" };
    readonly Option<string?> _to = new("--to") { Description = "Who gets a test message. Without it no message is sent.", HelpName = "ADDRESS" };
    readonly Option<bool> _noRemedies = new("--no-remedies") { Description = "Try only these settings." };

    readonly Option<string?> _tryPorts = new("--try-ports") { Description = "The ports to try when the test fails. Default: 587,465,2525,25.", HelpName = "587,465/tls" };
    readonly Option<string> _language = new("--lang") { Description = "The language of the explanations.", DefaultValueFactory = _ => Language.English.Tag };

    readonly Option<string?> _detect = new("--detect") { Description = "Find settings for an e-mail address or a host instead of testing.", HelpName = "ADDRESS" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _host, _port, _security, _auth, _user, _passwordFile, _tokenFile, _ca, _pin, _clientCertificate, _clientKey, _revocation, _helo, _from, _to, _noRemedies, _tryPorts, _language, _detect }) command.Add(option);
        _security.AcceptOnlyFromAmong([.. SecurityNames.All]);
        _language.AcceptOnlyFromAmong([.. Language.All.Select(language => language.Tag)]);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_tokenFile) is not null && result.GetValue(_user) is null) result.AddError("--token-file needs --user: the token is good for one mailbox.");
        });
        _tryPorts.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } ports && SubmissionPort.Parse(ports) is null)
                result.AddError("--try-ports: at most 8 ports such as 587,465,2525/starttls,8465/tls.");
        });
        _detect.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } typed && DetectionTarget.Read(typed) is null)
                result.AddError("--detect: give an e-mail address or a host name.");
        });
        _to.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } to && MailboxParser.ParseAddress(to) is MailboxParse.Refused refused)
                result.AddError($"--to: {refused.Reason}");
        });
    }

    public bool HasHost(ParseResult result) => result.GetValue(_host) is not null;

    /// <summary>Who gets a message; null: nobody.</summary>
    public EmailAddress? To(ParseResult result) => MailboxParser.TryParseAddress(result.GetValue(_to), out var address) ? address : null;

    /// <summary>Whom to find settings for; null: nobody, a test is wanted.</summary>
    public DetectionTarget? Detect(ParseResult result) => DetectionTarget.Read(result.GetValue(_detect));

    /// <summary>The certificates that are trusted besides the system's; null: none were given.</summary>
    public X509Certificate2Collection? Roots(ParseResult result)
    {
        if (result.GetValue(_ca) is not { } file) return null;
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file.FullName);
        return roots;
    }

    /// <summary>Whether other settings are tried when these fail.</summary>
    public bool SeeksRemedies(ParseResult result) => !result.GetValue(_noRemedies);

    /// <summary>Whether the password was given on this command line, and not stored.</summary>
    public bool HasPassword(ParseResult result) => result.GetValue(_passwordFile) is not null;

    /// <summary>What the test may do.</summary>
    public TestSettings Settings(ParseResult result) =>
        result.GetValue(_tryPorts) is { } ports ? new TestSettings { Ports = SubmissionPort.Parse(ports)! } : new TestSettings();

    /// <summary>The language of the explanations.</summary>
    public CultureInfo LanguageOf(ParseResult result) => Language.Find(result.GetRequiredValue(_language))!.Culture;

    public async Task<MailServerForm> ReadFormAsync(ParseResult result, CancellationToken cancellationToken) => new()
    {
        Configuration = HasHost(result) ? "custom" : null,
        Host = result.GetValue(_host),
        Port = result.GetValue(_port)?.ToString(CultureInfo.InvariantCulture),
        Security = result.GetValue(_security),
        Anonymous = result.GetValue(_tokenFile) is not null ? "true" : result.GetValue(_user) is null ? null : "false",
        UserName = result.GetValue(_user),
        Mechanism = result.GetValue(_auth),
        From = result.GetValue(_from),
        EhloName = result.GetValue(_helo),
        TrustedCertificates = result.GetValue(_ca) is { } file ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : null,
        PinnedCertificate = result.GetValue(_pin),
        Trust = result.GetValue(_pin) is not null || result.GetValue(_ca) is not null ? "" : null,
        Revocation = result.GetValue(_revocation),
    };

    /// <summary>The client certificate; null: none is given.</summary>
    public async Task<CertificateReading?> ReadClientAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_clientCertificate) is not { } file) return null;
        var key = result.GetValue(_clientKey) is { } keyFile ? await File.ReadAllBytesAsync(keyFile.FullName, cancellationToken) : [];
        return CertificateUpload.ReadClient(await File.ReadAllBytesAsync(file.FullName, cancellationToken), key, "", TimeProvider.System.GetUtcNow());
    }

    public async Task<string?> ReadPasswordAsync(ParseResult result, CancellationToken cancellationToken) =>
        result.GetValue(_passwordFile) is { } file ? (await File.ReadAllTextAsync(file.FullName, cancellationToken)).TrimEnd('\r', '\n') : null;

    /// <summary>The server, signed in to with the token of the command line where there is one.</summary>
    public async Task<MailServer> WithTokenAsync(MailServer server, ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_tokenFile) is not { } file) return server;
        var token = (await File.ReadAllTextAsync(file.FullName, cancellationToken)).Trim();
        var mechanism = result.GetValue(_auth) is { } auth && !auth.Equals("auto", StringComparison.OrdinalIgnoreCase) ? auth.ToUpperInvariant() : null;
        return server with
        {
            Options = server.Options with
            {
                Credentials = new SmtpCredentials(result.GetRequiredValue(_user)!, "", mechanism) { Tokens = new GivenToken(token) },
            },
            SettingsVersion = 0,
        };
    }
}
