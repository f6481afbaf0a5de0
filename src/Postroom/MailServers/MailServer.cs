using Postroom.Mail.Smtp.Client;
using Postroom.Settings;

namespace Postroom.MailServers;

/// <summary>A mail server ready to be spoken to: the settings resolved, the password in memory.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Options">How the conversation is held.</param>
/// <param name="SettingsVersion">The version of the settings it was made from; 0: none were saved.</param>
public sealed record MailServer(SmtpEndpoint Endpoint, SmtpClientOptions Options, int SettingsVersion)
{
    /// <summary>Host and port, as attempts record them.</summary>
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Endpoint.Host}:{Endpoint.Port}");
}

/// <summary>What sending with the settings of the moment needs.</summary>
public abstract record MailServerState
{
    private protected MailServerState() { }

    /// <summary>The server can be spoken to.</summary>
    public sealed record Usable(MailServer Server) : MailServerState;

    /// <summary>It cannot until an administrator acts; mail waits.</summary>
    /// <param name="Reason">Why, in plain English, with the cure.</param>
    public sealed record Unusable(string Reason) : MailServerState
    {
        /// <summary>The same with its field and in every language; null: it has none.</summary>
        public SettingsProblem? Problem { get; init; }
    }
}

/// <summary>Knows the mail server of the moment. Cheap: asked for every message.</summary>
public interface IMailServerSource
{
    /// <summary>The server now in force. A new object whenever the settings changed.</summary>
    MailServerState Current { get; }

    /// <summary>Says that a message went through with these settings, which makes them known to be good. Cheap when they are already.</summary>
    ValueTask NoteDeliveredAsync(int settingsVersion, CancellationToken cancellationToken);
}

/// <summary>Where the built-in sandbox receiver listens, once it does.</summary>
public sealed class BuiltInMailServer
{
    /// <summary>Its loopback port; null: it does not listen.</summary>
    public int? Port { get; set; }
}
