using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis.Detection;

/// <summary>A server that may be the right one, before anybody asked it.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="Source">Where it comes from, as in <see cref="DetectedSettings.Source"/>.</param>
/// <param name="Preset">The provider; null: none that is known.</param>
/// <param name="IsTyped">Whether the host is the one that was typed, and not one that DNS named.</param>
sealed record Hint(SmtpEndpoint Endpoint, string Source, Preset? Preset, bool IsTyped)
{
    /// <summary>What was announced or is documented is shown even when it does not answer from here.</summary>
    public bool IsAnnounced => Source is "srv" or "provider";
}
