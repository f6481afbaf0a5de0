using Microsoft.Extensions.Logging;
using Postroom.MailServers;
using Postroom.Outbox;

namespace Postroom.Dispatching;

/// <summary>Lets messages through to the mail server of the moment, or one probe at a time while it takes none.</summary>
public sealed partial class ServerGate(
    IMailServerSource servers, CircuitBreaker breaker, ConnectionAllowance connections, ReadyMessages ready, OutboxSignal signal, ILogger<ServerGate> logger)
{
    const int NoSettings = -1;

    /// <summary>Why nothing is sent now; null: mail flows, or settings changed and are tried at once.</summary>
    public CircuitBreaker.Break? Pause => breaker.Current is { } current && current.SettingsVersion == Version ? current : null;

    /// <summary>How many connections the server lets us have.</summary>
    public ConnectionAllowance Connections => connections;

    int Version => servers.Current is MailServerState.Usable { Server: var server } ? server.SettingsVersion : NoSettings;

    /// <summary>Asks to try one message. True: <see cref="JudgeAsync"/> must follow.</summary>
    public bool TryEnter() => breaker.TryEnter(Version);

    /// <summary>Hears what an attempt said about the server. It does not throw: the attempt is over, and its outcome must be kept.</summary>
    public async ValueTask JudgeAsync(ServerVerdict verdict)
    {
        switch (verdict)
        {
            case ServerVerdict.Speaks speaks:
                if (breaker.Closed()) Reopen();
                ready.SpokeAt = breaker.SpokeAt;
                if (speaks.TookMail) await NoteDeliveredAsync(speaks.SettingsVersion);
                break;
            case ServerVerdict.Broken broken:
                if (breaker.Broken(broken.Reason, broken.SettingsVersion, broken.Pace, broken.Cause)) ServerIsBroken(broken.Reason);
                Show();
                signal.Raise();
                break;
            case ServerVerdict.Blames blames:
                if (breaker.Blamed(blames.Reason, blames.SettingsVersion, blames.Message, blames.Cause)) ServerIsBroken(blames.Reason);
                Show();
                break;
            default:
                breaker.Undecided();
                break;
        }
    }

    /// <summary>Ends the pause, because somebody has repaired what it was for: the next message is a probe, and all follows when it goes through.</summary>
    public void TryAgainNow()
    {
        if (!breaker.Hurry()) return;
        Show();
        signal.Raise();
    }

    /// <summary>Shows the pause, or that there is none, to the doors and pages.</summary>
    public void Show() => ready.Pause = Pause is { } pause
        ? new SendingPause(pause.Reason, pause.Since, pause.NextProbe, pause.Cause) { LastSeen = pause.LastSeen }
        : null;

    async ValueTask NoteDeliveredAsync(int settingsVersion)
    {
        try
        {
            await servers.NoteDeliveredAsync(settingsVersion, CancellationToken.None);
        }
#pragma warning disable CA1031 // That these settings work is noted with the next delivery as well; this one's outcome matters more.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            NotNoted(fault);
        }
    }

    void Reopen()
    {
        ServerIsBack();
        Show();
        signal.Raise();
    }

    [LoggerMessage(2031, LogLevel.Warning,
        "The mail server accepts no mail. All mail waits, and one message at a time is tried. {Reason}")]
    partial void ServerIsBroken(string reason);

    [LoggerMessage(2032, LogLevel.Information, "The mail server accepts mail again; everything that waited is sent.")]
    partial void ServerIsBack();

    [LoggerMessage(2033, LogLevel.Warning,
        "That the mail server settings work could not be recorded; the next delivery records it.")]
    partial void NotNoted(Exception fault);
}
