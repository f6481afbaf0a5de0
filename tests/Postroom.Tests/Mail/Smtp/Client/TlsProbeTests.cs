using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.Tests.Support;

namespace Postroom.Tests.Mail.Smtp.Client;

/// <summary>A server that waits for TLS on a port of plaintext is named long before the deadline, on whichever port it is.</summary>
public sealed class TlsQuestionTests
{
    readonly FakeTime _time = new();

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_waits_for_TLS_is_named_within_ten_seconds_of_real_delivery()
    {
        await using var server = new Crowd(Crowd.SpeakTlsAsync);

        var (failure, waited) = await OpenAsync(server.Port, TestClient.Options);

        Assert.Equal((SmtpStage.Greeting, SmtpFault.TlsOnPlaintextPort), (failure.Stage, failure.Fault));
        Assert.InRange(waited, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task In_a_test_it_is_named_after_two_seconds()
    {
        await using var server = new Crowd(Crowd.SpeakTlsAsync);

        var (failure, waited) = await OpenAsync(server.Port, TestClient.Options with { AskForTlsAfter = TimeSpan.FromSeconds(2) });

        Assert.Equal((SmtpFault.TlsOnPlaintextPort, TimeSpan.FromSeconds(2)), (failure.Fault, waited));
    }

    [Fact]
    public async Task Silence_alone_is_not_called_TLS()
    {
        await using var server = new Crowd((_, _) => Task.CompletedTask); // the first connection stays silent, later ones are closed

        var (failure, _) = await OpenAsync(server.Port, TestClient.Options with { CommandTimeout = TimeSpan.FromSeconds(20) });

        Assert.Equal((SmtpStage.Greeting, SmtpFault.TimedOut), (failure.Stage, failure.Fault));
    }

    [Fact]
    public async Task A_greeting_that_comes_after_the_question_is_taken()
    {
        await using var server = new Crowd((_, _) => Task.CompletedTask);
        var opening = Opening(server.Port, TestClient.Options);
        await server.IsMetAsync();
        _time.Advance(TimeSpan.FromSeconds(7));
        await server.IsMetAsync();

        server.Greet();

        var opened = Assert.IsType<OpenOutcome.Opened>(await opening.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        await opened.Connection.DisposeAsync();
    }

    async Task<(SmtpFailure Failure, TimeSpan Waited)> OpenAsync(int port, SmtpClientOptions options)
    {
        var begun = _time.GetUtcNow();
        var opening = Opening(port, options);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        // The clock stands still while the question is under way, however slow this machine is.
        while (!opening.IsCompleted && await ticks.WaitForNextTickAsync(Cancelled))
            if (_time.GetUtcNow() - begun < options.AskForTlsAfter || options.CommandTimeout < TimeSpan.FromMinutes(1)) _time.Advance(TimeSpan.FromSeconds(1));
        return (await TestClient.FailAsync(opening), _time.GetUtcNow() - begun);
    }

    Task<OpenOutcome> Opening(int port, SmtpClientOptions options) => SmtpConnection.OpenAsync(
        new SmtpEndpoint("127.0.0.1", port, ConnectionSecurity.None), options, null, _time, Cancelled);

    /// <summary>A server whose first connection says nothing until it is told to greet, and that does something with all later ones.</summary>
    sealed class Crowd : IAsyncDisposable
    {
        readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        readonly CancellationTokenSource _stop = new();
        readonly SemaphoreSlim _met = new(0);
        readonly TaskCompletionSource _greet = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly Task _running;

        public Crowd(Func<Stream, CancellationToken, Task> later)
        {
            _listener.Start();
            _running = ServeAsync(later);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public static async Task SpeakTlsAsync(Stream stream, CancellationToken cancellationToken)
        {
            await using var tls = new SslStream(stream);
            try
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = TestCertificates.Server }, cancellationToken);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The client has seen what it wanted to know.
            }
        }

        public Task IsMetAsync() => _met.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);

        public void Greet() => _greet.SetResult();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _greet.TrySetCanceled();
            await _running;
            _listener.Dispose();
            _stop.Dispose();
            _met.Dispose();
        }

        async Task ServeAsync(Func<Stream, CancellationToken, Task> later)
        {
            try
            {
                using var first = await _listener.AcceptTcpClientAsync(_stop.Token);
                _met.Release();
                var greeting = GreetAsync(first.GetStream());
                while (!_stop.IsCancellationRequested)
                {
                    using var next = await _listener.AcceptTcpClientAsync(_stop.Token);
                    await later(next.GetStream(), _stop.Token);
                    _met.Release();
                }

                await greeting;
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        async Task GreetAsync(NetworkStream stream)
        {
            await _greet.Task;
            await stream.WriteAsync("220 mail.example.com\r\n"u8.ToArray(), _stop.Token);
            var buffer = new byte[256];
            Assert.NotEqual(0, await stream.ReadAsync(buffer, _stop.Token)); // EHLO
            await stream.WriteAsync("250 mail.example.com\r\n"u8.ToArray(), _stop.Token);
        }
    }
}
