using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Postroom.Mail.Dns;

/// <summary>One question to one server: UDP, then TCP when the answer was cut or somebody forges (RFC 7766, RFC 5452).</summary>
static class DnsExchange
{
    /// <summary>So many datagrams that answer nothing we asked, and we stop listening to UDP: somebody is guessing.</summary>
    public const int MaximumForgeries = 16;

    /// <summary>Asks, and takes only what answers this question: same id, name, type and class, from the address that was asked.</summary>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="IOException">The server closed the connection.</exception>
    /// <exception cref="InvalidDataException">The server's answer over TCP is none to the question.</exception>
    /// <exception cref="OperationCanceledException">Nothing came in time.</exception>
    public static async Task<DnsMessage> QueryAsync(
        IPEndPoint server, DnsQuestion question, bool offersEdns, CancellationToken cancellationToken)
    {
        var answer = await AskByUdpAsync(server, question, offersEdns, cancellationToken);
        return answer is null or { IsTruncated: true } ? await AskByTcpAsync(server, question, offersEdns, cancellationToken) : answer;
    }

    // A new socket for each question, so that the system picks a new random source port; connected, so that it drops what
    // comes from any other address.
    static async Task<DnsMessage?> AskByUdpAsync(IPEndPoint server, DnsQuestion question, bool offersEdns, CancellationToken cancellationToken)
    {
        var (id, bytes) = Write(question, offersEdns);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(bytes, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(DnsMessage.MaximumBytes);
        try
        {
            for (var forgeries = 0; forgeries < MaximumForgeries; forgeries++)
            {
                var length = await socket.ReceiveAsync(buffer, cancellationToken);
                if (DnsMessage.TryRead(buffer.AsSpan(0, length), out var message) && IsAnswer(message, id, question)) return message;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static async Task<DnsMessage> AskByTcpAsync(IPEndPoint server, DnsQuestion question, bool offersEdns, CancellationToken cancellationToken)
    {
        var (id, bytes) = Write(question, offersEdns);
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        await using var stream = new NetworkStream(socket);
        var framed = new byte[bytes.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)bytes.Length);
        bytes.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellationToken);

        await stream.ReadExactlyAsync(framed.AsMemory(0, 2), cancellationToken);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(framed)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return DnsMessage.TryRead(answer, out var message) && !message.IsTruncated && IsAnswer(message, id, question)
            ? message
            : throw new InvalidDataException("answered with something that cannot be read");
    }

    static (int Id, byte[] Bytes) Write(DnsQuestion question, bool offersEdns)
    {
        var id = RandomNumberGenerator.GetInt32(0, 65_536);
        return DnsMessage.TryWriteQuestion(id, question, offersEdns, out var bytes)
            ? (id, bytes)
            : throw new ArgumentException("The name cannot be one.", nameof(question));
    }

    // A server that could not read the question may leave it out of the answer (RFC 6891 §7).
    static bool IsAnswer(DnsMessage message, int id, DnsQuestion question) =>
        message.IsResponse && message.Id == id
        && (message.Question == question || (message.Question is null && message.Code is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented));
}
