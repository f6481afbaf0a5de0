using System.CommandLine;
using System.Globalization;
using Postroom.Mail.Addresses;
using Postroom.MailServers;
using Postroom.MailServers.Trust;

namespace Postroom.Server.Commands;

/// <summary>The mail server as <c>postroom test</c> is told it.</summary>
sealed class TestOptions
{
    readonly Option<string?> _host = new("--host") { Description = "The mail server; without it the saved one is tested.", HelpName = "NAME" };
    readonly Option<int?> _port = new("--port") { Description = "Its port; 465 with tls, else 25.", HelpName = "PORT" };
    readonly Option<string?> _security = new("--security") { Description = "How the connection is protected; starttls when --host is given alone." };
    readonly Option<string?> _auth = new("--auth") { Description = "The login method.", HelpName = "auto|plain|login|cram-md5" };
    readonly Option<string?> _user = new("--user") { Description = "The user name; without it nothing is sent to sign in.", HelpName = "NAME" };
    readonly Option<FileInfo?> _passwordFile = CommonOptions.ExistingFile("--password-file", "The file with the password.");
    readonly Option<FileInfo?> _ca = CommonOptions.ExistingFile("--ca", "Certificates in PEM that are trusted besides the system's.");
    readonly Option<string?> _pin = new("--pin") { Description = "The one certificate to accept, by its fingerprint, or spki-sha256: and that of its public key.", HelpName = "sha256:HEX" };
    readonly Option<FileInfo?> _clientCertificate = CommonOptions.ExistingFile("--client-cert", "The certificate to show to a server that asks, PEM or PKCS#12.");
    readonly Option<FileInfo?> _clientKey = CommonOptions.ExistingFile("--client-key", "Its private key, PEM; without it the key is in --client-cert.");
    readonly Option<string?> _revocation = new("--revocation") { Description = "Whether issuers are asked for revoked certificates; soft when --host is given alone.", HelpName = "off|soft|hard" };
    readonly Option<string?> _helo = new("--helo") { Description = "The name said in EHLO.", HelpName = "NAME" };
    readonly Option<string?> _from = new("--from") { Description = "Who the message is from.", HelpName = "ADDRESS" };
    readonly Option<string?> _to = new("--to") { Description = "Who gets a message; without it the test stops before one.", HelpName = "ADDRESS" };
    readonly Option<bool> _noRemedies = new("--no-remedies") { Description = "Try these settings and no others." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _host, _port, _security, _auth, _user, _passwordFile, _ca, _pin, _clientCertificate, _clientKey, _revocation, _helo, _from, _to, _noRemedies }) command.Add(option);
        _security.AcceptOnlyFromAmong([.. SecurityWords.All]);
        _to.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } to && MailboxParser.ParseAddress(to) is MailboxParse.Refused refused)
                result.AddError($"--to: {refused.Reason}");
        });
    }

    public bool HasHost(ParseResult result) => result.GetValue(_host) is not null;

    /// <summary>Who gets a message; null: nobody.</summary>
    public EmailAddress? To(ParseResult result) => MailboxParser.TryParseAddress(result.GetValue(_to), out var address) ? address : null;

    public async Task<MailServerForm> ReadFormAsync(ParseResult result, CancellationToken cancellationToken) => new()
    {
        Configuration = HasHost(result) ? "custom" : null,
        Host = result.GetValue(_host),
        Port = result.GetValue(_port)?.ToString(CultureInfo.InvariantCulture),
        Security = result.GetValue(_security),
        Anonymous = result.GetValue(_user) is null ? null : "false",
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
}
