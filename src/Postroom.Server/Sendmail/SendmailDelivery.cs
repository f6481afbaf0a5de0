using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Postroom.Accepting;
using Postroom.Accepting.Raw;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.Server.Commands;
using Postroom.Settings;

namespace Postroom.Server.Sendmail;

/// <summary>
/// Hands a message to the running server by its SMTP door or, when there is none, durably to the outbox in the data
/// folder.
/// </summary>
/// <param name="host">The host of the door.</param>
/// <param name="port">Its port.</param>
/// <param name="dataFolder">The data folder.</param>
/// <param name="console">Where to say what is wrong.</param>
sealed class SendmailDelivery(string host, int port, string dataFolder, CommandConsole console)
{
    const string KeyVariable = "POSTROOM_KEY";
    const string AppVariable = "POSTROOM_APP";

    string Door => string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    /// <summary>Hands it over, and returns the code for the shell.</summary>
    public async Task<int> SendAsync(SendmailMessage message, CancellationToken cancellationToken)
    {
        var options = new SmtpClientOptions
        {
            EhloName = "localhost",
            Credentials = Credentials(),
            AllowPlaintextCredentials = host is "127.0.0.1" or "localhost" or "::1",
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        switch (await SmtpConnection.OpenAsync(new SmtpEndpoint(host, port, ConnectionSecurity.None), options, null, TimeProvider.System, cancellationToken))
        {
            case OpenOutcome.Opened { Connection: var connection }:
                await using (connection) return await SendAsync(connection, message, cancellationToken);
            case OpenOutcome.Failed { Failure: { Stage: SmtpStage.Connect or SmtpStage.Dns } }:
                return await KeepAsync(message, cancellationToken);
            case OpenOutcome.Failed { Failure: { Reply.IsPermanent: true } failure }:
                return console.Fail(failure.Detail, SysExits.NoPermission);
            case OpenOutcome.Failed { Failure: var failure }:
                return console.Fail(failure.Detail, ExitCodes.TryLater);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static SmtpCredentials? Credentials() =>
        Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
            && Environment.GetEnvironmentVariable(AppVariable) is { Length: > 0 } app
            ? new SmtpCredentials(app, key)
            : null;

    async Task<int> SendAsync(SmtpConnection connection, SendmailMessage message, CancellationToken cancellationToken)
    {
        var envelope = new Envelope(message.Sender, message.Recipients) { Is8Bit = !Ascii.IsValid(message.Bytes.Span) };
        var outcome = await connection.SendAsync(
            envelope, new ReadOnlySequence<byte>(message.Bytes), cancellationToken);
        await connection.QuitAsync();
        var code = ExitCodes.Done;
        foreach (var recipient in outcome.Recipients)
        {
            code = recipient switch
            {
                RecipientOutcome.Accepted => code,
                RecipientOutcome.Refused { Reply: { IsPermanent: true } reply } =>
                    console.Fail(
                        $"{recipient.Recipient}: {reply}",
                        reply.Code == 530 ? SysExits.NoPermission : SysExits.Unavailable),
                RecipientOutcome.Refused { Reply: var reply } =>
                    console.Fail($"{recipient.Recipient}: {reply}", ExitCodes.TryLater),
                RecipientOutcome.NotSent { Failure: var failure } => console.Fail(failure.Detail, ExitCodes.TryLater),
                RecipientOutcome.Uncertain { Failure: var failure } => console.Fail(failure.Detail, ExitCodes.TryLater),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        return code;
    }

    // The server takes it in when it starts. Where this user may not write the data folder, the caller tries again.
    async Task<int> KeepAsync(SendmailMessage message, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(dataFolder))
            return console.Fail($"Nothing answers at {Door}, and there is no data folder {Path.GetFullPath(dataFolder)}: start Postroom, or name its door or folder with POSTROOM_SMTP or POSTROOM_DATA.", ExitCodes.TryLater);
        try
        {
            var code = await StoreVisit.RunAsync(
                dataFolder, console, mayMake: false, services => KeepAsync(services, message, cancellationToken), Add);
            return code == ExitCodes.Failed ? ExitCodes.TryLater : code;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SocketException)
        {
            return console.Fail(
                $"Nothing answers at {Door}, and {Path.GetFullPath(dataFolder)} cannot be written: {fault.Message}",
                ExitCodes.TryLater);
        }
    }

    static void Add(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<AcceptingOptions>().BindConfiguration(AcceptingOptions.Section);
        services.AddSingleton<ISenderIdentity, NoIdentity>();
        services.AddSingleton<RawAcceptor>();
    }

    async Task<int> KeepAsync(IServiceProvider services, SendmailMessage message, CancellationToken cancellationToken)
    {
        var submission = new RawSubmission
        {
            App = RawSubmission.AppWithoutLogin,
            EnvelopeSender = message.Sender?.Wire ?? "",
            Recipients = [.. message.Recipients.Select(recipient => recipient.Wire)],
            Bytes = message.Bytes,
            Is8Bit = !Ascii.IsValid(message.Bytes.Span),
            NeedsSmtpUtf8 = message.Recipients.Any(recipient => !Ascii.IsValid(recipient.Wire)),
        };
        return await services.GetRequiredService<RawAcceptor>().AcceptAsync(submission, cancellationToken) switch
        {
            AcceptResult.Accepted => ExitCodes.Done,
            AcceptResult.Rejected rejected =>
                console.Fail(
                    string.Join(' ', rejected.Problems.ToDictionary().Select(one => $"{one.Key} {one.Value[0]}")),
                    SysExits.DataError),
            AcceptResult.Unavailable unavailable => console.Fail(unavailable.Reason, ExitCodes.TryLater),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The envelope sender of the settings is put in by the server alone.</summary>
    sealed class NoIdentity : ISenderIdentity
    {
        public SenderIdentity Current { get; } = new(null, null, null, "");
    }
}
