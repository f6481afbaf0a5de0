using System.Buffers;
using System.Net;
using System.Text;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>The client as the tests use it, against a scripted server.</summary>
static class TestClient
{
    public const string Hello = "S: 220 mail.example.com\nC: EHLO client.example.com\nS: 250 mail.example.com\n";

    public const string ToData = Hello
        + "C: MAIL FROM:<a@example.com>\nS: 250 Ok\nC: RCPT TO:<b@example.org>\nS: 250 Ok\nC: DATA\n";

    public static SmtpClientOptions Options => new() { EhloName = "client.example.com" };

    public static Envelope Envelope => new(TestAddresses.Of("a@example.com"), [TestAddresses.Of("b@example.org")]);

    public static ReadOnlySequence<byte> Message => new(Encoding.ASCII.GetBytes("Subject: x\r\n\r\ny\r\n"));

    public static Task<OpenOutcome> OpenAsync(
        ScriptedMailServer server,
        SmtpClientOptions? options = null,
        TimeProvider? time = null,
        ISmtpObserver? observer = null,
        ConnectionSecurity security = ConnectionSecurity.None,
        CancellationToken? cancellationToken = null) =>
        SmtpConnection.OpenAsync(
            new SmtpEndpoint("127.0.0.1", server.Port, security),
            options ?? Options,
            observer,
            time ?? TimeProvider.System,
            cancellationToken ?? TestContext.Current.CancellationToken);

    public static async Task<SmtpConnection> ConnectAsync(
        ScriptedMailServer server, SmtpClientOptions? options = null, TimeProvider? time = null, ISmtpObserver? observer = null) =>
        Assert.IsType<OpenOutcome.Opened>(await OpenAsync(server, options, time, observer)).Connection;

    public static async Task<SmtpFailure> FailAsync(Task<OpenOutcome> opening) =>
        Assert.IsType<OpenOutcome.Failed>(await opening).Failure;

    public static IPEndPoint Unused()
    {
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
