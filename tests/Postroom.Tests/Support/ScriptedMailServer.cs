using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Postroom.Tests.Support;

/// <summary>
/// A mail server on loopback that follows a script, over real TCP and TLS. Lines: <c>S: text</c> says a line,
/// <c>S raw: \x16\x03</c> says bytes without a line end, always at once, <c>C: text</c> and <c>C~ pattern</c> expect a line, <c>BODY</c>
/// expects text up to the lone dot, <c>BYTES n</c> expects n bytes, <c>TLS</c> does a handshake, <c>CLOSE</c> and
/// <c>RESET</c> end the connection, <c>HOLD</c> waits for the client to end it, <c>STALL</c> reads no more, <c>NEXT</c> waits for the next connection,
/// <c>WAIT</c> waits for <see cref="GoOn"/>, <c>DRIP: text</c> says the text one byte after the other for ever, <c>FLOOD: text</c> as fast as it can.
/// </summary>
public sealed class ScriptedMailServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Queue<string> _script;
    readonly Feed _feed;
    readonly X509Certificate2? _certificate;
    readonly SslProtocols _protocols;
    readonly X509Certificate2Collection? _chain;
    readonly X509Certificate2? _clientRoot;
    readonly List<byte> _unread = [];
    readonly SemaphoreSlim _goOn = new(0);
    Socket? _socket;
    Stream _stream = Stream.Null;

    public ScriptedMailServer(
        string script, Feed feed = Feed.Whole, X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None,
        X509Certificate2Collection? chain = null, X509Certificate2? clientRoot = null)
    {
        _script = new Queue<string>(script.ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.Length > 0 && line[0] is not ('#' or '@')));
        _feed = feed;
        _certificate = certificate;
        _protocols = protocols;
        _chain = chain;
        _clientRoot = clientRoot;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Finished = RunAsync();
    }

    public int Port { get; }

    /// <summary>Ends well when the whole script was played, with a fault at the first line that did not come as written.</summary>
    public Task Finished { get; }

    /// <summary>The lines the client said outside of messages.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>The messages as they came, dots still doubled.</summary>
    public List<byte[]> Messages { get; } = [];

    /// <summary>Whether the server reads no more.</summary>
    public bool IsStalling { get; private set; }

    /// <summary>Whether the server waits for <see cref="GoOn"/>.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>How many bytes of a flood went out before the client ended it.</summary>
    public long Flooded { get; private set; }

    /// <summary>Lets a server that waits go on.</summary>
    public void GoOn() => _goOn.Release();

    /// <summary>The name the client asked for in its TLS handshake.</summary>
    public string? ServerName { get; private set; }

    /// <summary>The subject of the certificate that the client showed; null: it showed none.</summary>
    public string? ClientSubject { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        try
        {
            await Finished;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever cares awaits Finished.
        }

        await _stream.DisposeAsync();
        _socket?.Dispose();
        _stop.Dispose();
        _goOn.Dispose();
    }

    async Task RunAsync()
    {
        await AcceptAsync();
        while (_script.TryDequeue(out var line)) await PlayAsync(line);
        await _stream.DisposeAsync();
    }

    async Task PlayAsync(string line)
    {
        var at = line.IndexOf(": ", StringComparison.Ordinal);
        var argument = at < 0 ? "" : line[(at + 2)..];
        switch (line.Split([':', ' '], 2)[0])
        {
            case "S" when line.StartsWith("S raw", StringComparison.Ordinal):
                await WriteAsync(ScriptLine.Raw(argument));
                break;
            case "S":
                await SayAsync(Gather(argument));
                break;
            case "C":
                await ExpectAsync(text => text == argument, line);
                break;
            case "C~":
                await ExpectAsync(text => Regex.IsMatch(text, $"^{line[3..]}$", RegexOptions.None, TimeSpan.FromSeconds(1)), line);
                break;
            case "DRIP":
                await RepeatAsync(ScriptLine.Raw(argument), 1, TimeSpan.FromMilliseconds(5));
                break;
            case "FLOOD":
                await RepeatAsync(ScriptLine.Raw(string.Concat(Enumerable.Repeat(argument, 1 + (65_536 / argument.Length)))), 65_536, TimeSpan.Zero);
                break;
            case "BODY":
                Messages.Add(await ReadBodyAsync());
                break;
            case "BYTES":
                Messages.Add(await ReadBytesAsync(int.Parse(line[6..], System.Globalization.CultureInfo.InvariantCulture)));
                break;
            default:
                await ActAsync(line);
                break;
        }
    }

    async Task ActAsync(string line)
    {
        switch (line)
        {
            case "TLS":
                await BeginTlsAsync();
                break;
            case "CLOSE":
                await _stream.DisposeAsync();
                break;
            case "RESET":
                _socket!.LingerState = new LingerOption(true, 0);
                _socket.Dispose();
                break;
            case "HOLD":
                while (await FillAsync()) _unread.Clear();
                break;
            case "WAIT":
                IsWaiting = true;
                await _goOn.WaitAsync(_stop.Token);
                break;
            case "STALL":
                IsStalling = true;
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "NEXT":
                await _stream.DisposeAsync();
                await AcceptAsync();
                break;
            default:
                throw new InvalidOperationException($"The script cannot be read: {line}");
        }
    }

    async Task AcceptAsync()
    {
        _unread.Clear();
        _socket = await _listener.AcceptSocketAsync(_stop.Token);
        _socket.NoDelay = true;
        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    async Task BeginTlsAsync()
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        try
        {
            var options = new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(_certificate ?? TestCertificates.Server, _chain, offline: true),
                ClientCertificateRequired = _clientRoot is not null,
                RemoteCertificateValidationCallback = _clientRoot is null ? null : (_, certificate, _, _) =>
                    (ClientSubject = certificate?.Subject) is not null && certificate!.Issuer == _clientRoot.Subject,
                EnabledSslProtocols = _protocols,
            };
            await tls.AuthenticateAsServerAsync(options, _stop.Token);
            ServerName = tls.TargetHostName;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client did not like our certificate; what it makes of it is the test's business.
        }
    }

    byte[] Gather(string first)
    {
        var text = new StringBuilder(first).Append("\r\n");
        while (_feed == Feed.Whole && _script.TryPeek(out var next) && next.StartsWith("S: ", StringComparison.Ordinal))
            text.Append(_script.Dequeue().AsSpan(3)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    async Task SayAsync(byte[] bytes)
    {
        foreach (var piece in bytes.Chunk(_feed == Feed.ByByte ? 1 : bytes.Length)) await WriteAsync(piece);
    }

    async Task RepeatAsync(byte[] text, int size, TimeSpan pause)
    {
        try
        {
            foreach (var piece in Enumerable.Repeat(text, int.MaxValue).SelectMany(whole => whole.Chunk(size)))
            {
                await _stream.WriteAsync(piece, _stop.Token);
                Flooded += piece.Length;
                if (pause > TimeSpan.Zero) await Task.Delay(pause, _stop.Token);
            }
        }
        catch (IOException)
        {
            // The client has heard enough, as it must.
        }
    }

    // A client that has heard enough may go while we still speak, unless more is expected of it.
    async Task WriteAsync(byte[] bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes, _stop.Token);
        }
        catch (IOException) when (_script.All(line => line[0] == 'S' || line is "HOLD" or "CLOSE" or "RESET"))
        {
            _script.Clear();
        }
    }

    async Task ExpectAsync(Predicate<string> isExpected, string line)
    {
        int end;
        while ((end = _unread.IndexOf((byte)'\n')) < 0)
            if (!await FillAsync()) throw new InvalidOperationException($"The client ended the connection. Expected: {line}");

        var text = Encoding.UTF8.GetString([.. _unread[..end]]).TrimEnd('\r');
        _unread.RemoveRange(0, end + 1);
        Heard.Add(text);
        if (!isExpected(text)) throw new InvalidOperationException($"The client said: {text}\nExpected: {line}");
    }

    async Task<byte[]> ReadBodyAsync()
    {
        while (true)
        {
            var all = _unread.ToArray();
            var end = all.AsSpan().StartsWith(".\r\n"u8) ? 0 : all.AsSpan().IndexOf("\r\n.\r\n"u8) is var at and >= 0 ? at + 2 : -1;
            if (end >= 0)
            {
                _unread.RemoveRange(0, end + 3);
                return all[..end];
            }

            if (!await FillAsync()) throw new InvalidOperationException("The client ended the connection within the message.");
        }
    }

    async Task<byte[]> ReadBytesAsync(int count)
    {
        while (_unread.Count < count)
            if (!await FillAsync()) throw new InvalidOperationException("The client ended the connection within the message.");

        var bytes = _unread[..count].ToArray();
        _unread.RemoveRange(0, count);
        return bytes;
    }

    async Task<bool> FillAsync()
    {
        var buffer = new byte[16_384];
        try
        {
            var count = await _stream.ReadAsync(buffer, _stop.Token);
            _unread.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
