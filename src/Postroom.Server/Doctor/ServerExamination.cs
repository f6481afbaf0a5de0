using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Domains;
using Postroom.MailServers;
using Postroom.Rendering;
using Postroom.Signing;

namespace Postroom.Server.Doctor;

/// <summary>The mail server by the staged test without a message, its certificate, and the domain we send from.</summary>
static class ServerExamination
{
    static readonly TimeSpan SoonOver = TimeSpan.FromDays(14);

    public static async Task RunAsync(IServiceProvider services, DoctorReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<MailServerSettingsStore>();
        switch (await store.LoadAsync(cancellationToken))
        {
            case LoadOutcome.Invalid invalid:
                foreach (var problem in invalid.Problems) report.Add("server-settings", FindingState.Bad, problem.Field, problem.TextIn(report.Language));
                return;
            default:
                await TestAsync(store, services.GetRequiredService<LetterRenderer>(), report, time, cancellationToken);
                break;
        }

        if (services.GetRequiredService<OwnDomain>().Find(report.Language, []) is not { } request)
        {
            report.Add("domain-none", FindingState.Unknown);
            return;
        }

        var book = await services.GetRequiredService<ISigningKeyStore>().ReadAsync(cancellationToken);
        var signed = request with { Keys = OwnKeys.Of(book, request.From) };
        var checkedDomain = await services.GetRequiredService<DomainCheck>().RunAsync(signed, cancellationToken);
        foreach (var finding in checkedDomain.Findings) report.Add(finding);
    }

    static async Task TestAsync(
        MailServerSettingsStore store, LetterRenderer letters, DoctorReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        switch (((IMailServerSource)store).Current)
        {
            case MailServerState.Unusable { Problem.MessageKey: "Problem.BuiltIn.NotListening" }:
                report.Add("server-sandbox", FindingState.Warning);
                break;
            case MailServerState.Unusable unusable:
                report.Add("server-settings", FindingState.Bad, unusable.Problem?.Field ?? "MailServer", unusable.Problem?.TextIn(report.Language) ?? unusable.Reason);
                break;
            case MailServerState.Usable { Server: var server }:
                // Nobody keeps what the test learnt: a doctor only looks.
                var test = new MailServerTest(letters, time, NullLogger<MailServerTest>.Instance);
                var identity = ((Postroom.Settings.ISenderIdentity)store).Current;
                var result = await test.RunToResultAsync(new TestRequest(server, identity, null, report.Language), cancellationToken);
                Tell(server, result, report, time);
                break;
        }
    }

    static void Tell(MailServer server, TestResult result, DoctorReport report, TimeProvider time)
    {
        if (result.Ok) report.Add("server-ok", FindingState.Good, server.Name);
        else report.Add(new DoctorFinding("server-" + result.Cause!.Id, "server", DoctorFinding.WordOf(FindingState.Bad), result.Cause.Text, result.Remedy?.Text, null));

        if (result.Tls?.Chain is not [var leaf, ..]) return;
        var left = leaf.NotAfter - time.GetUtcNow();
        if (left > SoonOver) report.Add("certificate-ok", FindingState.Good, server.Name, leaf.NotAfter);
        else report.Add("certificate-ending", left > TimeSpan.Zero ? FindingState.Warning : FindingState.Bad, server.Name, leaf.NotAfter);
    }
}
