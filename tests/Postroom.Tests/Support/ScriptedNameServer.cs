using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Postroom.Tests.Support;

/// <summary>A DNS server on loopback that answers each question as the test says, over UDP and TCP, honestly or not.</summary>
public sealed class ScriptedNameServer : IAsyncDisposable
{
    readonly CancellationTokenSource _end = new();
    readonly UdpClient _udp;
    readonly TcpListener _tcp;
    readonly Func<byte[], IEnumerable<byte[]>> _byUdp;
    readonly Func<byte[], byte[]>? _byTcp;
    readonly Task _running;
    int _questions;

    /// <param name="byUdp">The datagrams that answer a question; none: silence.</param>
    /// <param name="byTcp">All bytes that go back over TCP, the length included; null: nobody listens there.</param>
    public ScriptedNameServer(Func<byte[], IEnumerable<byte[]>> byUdp, Func<byte[], byte[]>? byTcp = null)
    {
        (_byUdp, _byTcp) = (byUdp, byTcp);
        _tcp = new TcpListener(IPAddress.Loopback, 0);
        _tcp.Start();
        EndPoint = (IPEndPoint)_tcp.LocalEndpoint;
        _udp = new UdpClient(EndPoint);
        if (byTcp is null) _tcp.Stop();
        _running = Task.WhenAll(AnswerUdpAsync(), byTcp is null ? Task.CompletedTask : AnswerTcpAsync());
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>How many questions came by UDP.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>The source ports of the questions, in order.</summary>
    public List<int> Ports { get; } = [];

    /// <summary>The ids of the questions, in order.</summary>
    public List<int> Ids { get; } = [];

    async Task AnswerUdpAsync()
    {
        try
        {
            while (true)
            {
                var asked = await _udp.ReceiveAsync(_end.Token);
                Ports.Add(asked.RemoteEndPoint.Port);
                Ids.Add(BinaryPrimitives.ReadUInt16BigEndian(asked.Buffer));
                Interlocked.Increment(ref _questions);
                foreach (var answer in _byUdp(asked.Buffer)) await _udp.SendAsync(answer, asked.RemoteEndPoint, _end.Token);
            }
        }
        catch (OperationCanceledException) { }
    }

    async Task AnswerTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_end.Token);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _end.Token);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question, _end.Token);
                await stream.WriteAsync(_byTcp!(question), _end.Token);
            }
        }
        catch (OperationCanceledException) { }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _udp.Dispose();
        _tcp.Stop();
        _end.Dispose();
    }
}
