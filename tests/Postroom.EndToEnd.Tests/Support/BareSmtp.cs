using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>The least SMTP client that can prove a server works: it shares no line with Postroom's own.</summary>
sealed class BareSmtp : IDisposable
{
    readonly TcpClient _client;
    Stream _stream;
    StreamReader _reader;

    BareSmtp(TcpClient client, Stream stream)
    {
        (_client, _stream) = (client, stream);
        _reader = new StreamReader(stream, Encoding.Latin1);
    }

    /// <summary>Connects to loopback and reads the greeting; with a CA file, TLS comes first.</summary>
    public static async Task<BareSmtp> ConnectAsync(int port, CancellationToken cancellationToken, string? tlsWithCaFile = null)
    {
        var client = new TcpClient { SendTimeout = 10_000, ReceiveTimeout = 10_000 };
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        var smtp = new BareSmtp(client, client.GetStream());
        if (tlsWithCaFile is not null) await smtp.SecureAsync(tlsWithCaFile, cancellationToken);
        await smtp.ReadReplyAsync(cancellationToken);
        return smtp;
    }

    public async Task StartTlsAsync(string caFile, CancellationToken cancellationToken)
    {
        await ProbeAsync("STARTTLS", cancellationToken);
        await SecureAsync(caFile, cancellationToken);
    }

    /// <summary>Sends one line and returns the whole reply, lines joined by LF.</summary>
    public async Task<string> ProbeAsync(string line, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    /// <summary>One mail from EHLO on; returns the reply to its last dot.</summary>
    public async Task<string> SendAsync(string recipient, string subject, CancellationToken cancellationToken)
    {
        await ProbeAsync("MAIL FROM:<sender@example.com>", cancellationToken);
        var taken = await ProbeAsync($"RCPT TO:<{recipient}>", cancellationToken);
        if (!taken.StartsWith('2')) return taken;
        await ProbeAsync("DATA", cancellationToken);
        return await ProbeAsync($"Subject: {subject}\r\n\r\nHello\r\n.", cancellationToken);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
        _client.Dispose();
    }

    async Task SecureAsync(string caFile, CancellationToken cancellationToken)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(caFile));
        var secured = new SslStream(_stream);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = trust }, cancellationToken);
        _stream = secured;
        _reader = new StreamReader(secured, Encoding.Latin1);
    }

    async Task<string> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var reply = new List<string>();
        do
        {
            reply.Add(await _reader.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException("The server closed the connection."));
        }
        while (reply[^1] is [_, _, _, '-', ..]);
        return string.Join('\n', reply);
    }
}
