using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Postroom.Mail.Smtp.Client.Tls;
using Postroom.Mail.Smtp.Client.Wire;

namespace Postroom.Mail.Smtp.Client.Connecting;

/// <summary>
/// Asks a server that says nothing whether it waits for TLS: begins a handshake on a connection of its own and looks at the
/// first bytes of the answer. Nothing is sent but that beginning, and nothing is believed.
/// </summary>
static class TlsProbe
{
    /// <summary>A TLS server answers a handshake at once; 2.5 s are for the way.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    /// <summary>Whether TLS answers there.</summary>
    /// <param name="server">The very address that is connected already, so no rule on destinations is asked again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it at once; then the answer is no.</param>
    public static async Task<bool> ProbeAsync(EndPoint server, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        FirstBytesStream? witness = null;
        try
        {
            await socket.ConnectAsync(server, either.Token);
            witness = new FirstBytesStream(new NetworkStream(socket));
            await using var tls = new SslStream(witness);
            await tls.AuthenticateAsClientAsync(Settings(), either.Token);
            return true;
        }
        catch (Exception e) when (SmtpWire.IsOfTheWire(e) || e is AuthenticationException)
        {
            return IsTls(witness is null ? [] : witness.First);
        }
    }

    /// <summary>Whether these are the first bytes of a TLS alert or handshake (RFC 8446 §5.1).</summary>
    public static bool IsTls(ReadOnlySpan<byte> first) => first is [0x15 or 0x16, 0x03, ..];

    static SslClientAuthenticationOptions Settings() => new()
    {
        TargetHost = "",
#pragma warning disable CA5359 // Only whether TLS is spoken is asked: the connection ends here, and nothing goes over it.
        RemoteCertificateValidationCallback = (_, _, _, _) => false,
#pragma warning restore CA5359
    };
}
