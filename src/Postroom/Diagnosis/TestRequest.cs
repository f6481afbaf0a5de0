using System.Globalization;
using Postroom.Mail.Addresses;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Diagnosis;

/// <summary>What to test.</summary>
/// <param name="Server">The server, from saved or unsaved settings.</param>
/// <param name="Identity">Who the test message is from; its From is needed only with <paramref name="To"/>.</param>
/// <param name="To">Who gets the test message; null: the test stops before the message.</param>
/// <param name="Language">The language of the explanations and of the message.</param>
public sealed record TestRequest(MailServer Server, SenderIdentity Identity, EmailAddress? To, CultureInfo Language)
{
    /// <summary>Whether other settings are tried when these fail. The default value is false.</summary>
    public bool SeeksRemedies { get; init; }

    /// <summary>
    /// Whether the password was typed with this very request. Only then may a remedy try it with another port, TLS mode or
    /// user name of the same host; a stored password goes nowhere but where it was entered for (product row M8).
    /// </summary>
    public bool IsPasswordTyped { get; init; }

    /// <summary>This machine, whose names a remedy may try in EHLO; null: not known.</summary>
    public HostIdentity? Host { get; init; }

    /// <summary>Whether the server is the built-in mailbox, which is always on this machine. The default value is false.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>The id of the preset that filled the form, whose requirements are shown when the test fails; null: none.</summary>
    public string? Preset { get; init; }

    /// <summary>A request for what a form was made into.</summary>
    /// <param name="ready">The form made ready.</param>
    /// <param name="to">Who gets the test message; null: the test stops before the message.</param>
    /// <param name="language">The language of the explanations and of the message.</param>
    public static TestRequest For(PreparedServer.Ready ready, EmailAddress? to, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(ready);
        return new TestRequest(ready.Server, ready.Identity, to, language)
        {
            SeeksRemedies = !ready.IsBuiltIn,
            Host = ready.Host,
            IsBuiltIn = ready.IsBuiltIn,
            Preset = ready.Settings?.Preset,
        };
    }
}
