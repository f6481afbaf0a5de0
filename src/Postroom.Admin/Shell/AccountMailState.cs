using Postroom.Languages;
using Postroom.MailServers;
using Postroom.Outbox;
using Postroom.Settings;

namespace Postroom.Admin.Shell;

/// <summary>Says what becomes of account mail now, for administrators. Strangers are told the same whatever it is.</summary>
sealed class AccountMailState(IMailSwitches switches, ReadyMessages ready, MailServerSettingsStore servers)
{
    /// <summary>Why a mail does not reach its reader now; null: it is on its way.</summary>
    public string? WhyNot()
    {
        if (!switches.AccountMail) return Texts.Get("Console.MailState.Off");
        if (servers.View.Form.Configuration != "custom") return Texts.Get("Console.MailState.Sandbox");
        if (servers.Current is MailServerState.Unusable unusable) return Texts.Get("Console.MailState.Unusable", unusable.Problem?.Text ?? unusable.Reason);
        return ready.Pause is { } pause ? Texts.Get("Console.MailState.Paused", pause.Reason) : null;
    }
}
