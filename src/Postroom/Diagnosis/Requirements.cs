using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;

namespace Postroom.Diagnosis;

/// <summary>What a provider asks for (product row M13), where a failure may come of not knowing it.</summary>
static class Requirements
{
    /// <summary>The sentences; empty: the server is no known provider's, or the failure came before any requirement could matter.</summary>
    public static IReadOnlyList<string> Of(TestRequest request, SmtpFailure failure)
    {
        if (failure.Stage is not (SmtpStage.Auth or SmtpStage.MailFrom or SmtpStage.RcptTo or SmtpStage.Data or SmtpStage.EndOfData)) return [];
        var host = request.Server.Endpoint.Host;
        var preset = Presets.OfHost(host) ?? (Presets.Find(request.Preset) is { Host: null } chosen ? chosen : null);
        return preset?.NotesIn(request.Language) ?? [];
    }
}
