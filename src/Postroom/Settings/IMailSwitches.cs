namespace Postroom.Settings;

/// <summary>Knows which mail is wanted at all (product row M2). The test message is sent whatever they say.</summary>
public interface IMailSwitches
{
    /// <summary>"Send email notifications".</summary>
    bool Notifications { get; }

    /// <summary>Whether links, resets and invitations are sent.</summary>
    bool AccountMail { get; }
}
