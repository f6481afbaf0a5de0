using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Options;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Domains;
using Postroom.Languages;
using Postroom.Mail.Dns;
using Postroom.MailServers;
using Postroom.Rendering;
using Postroom.Server.Doctor;
using Postroom.Settings;
using Postroom.Sqlite;

namespace Postroom.Server.Commands;

/// <summary><c>postroom doctor</c>: looks at everything that mail depends on, changes nothing, sends nothing.</summary>
static class DoctorCommand
{
    public static Command Create(CommandConsole console)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var language = new Option<string>("--lang") { Description = "The language of the answer.", HelpName = "TAG", DefaultValueFactory = _ => Language.English.Tag };
        language.AcceptOnlyFromAmong([.. Language.All.Select(known => known.Tag)]);
        var http = CommonOptions.HttpEndPoint();
        var command = new Command("doctor", "Look at everything that mail depends on. Exit 0: nothing bad was found, 1: something was.") { data, json, language, http };
        command.SetAction(async (result, cancellationToken) =>
        {
            var report = new DoctorReport(Language.Find(result.GetRequiredValue(language))!.Culture);
            await ExamineAsync(Path.GetFullPath(result.GetRequiredValue(data)), result.GetRequiredValue(http), report, cancellationToken);
            if (result.GetValue(json))
                console.WriteJson(new DoctorAnswer(report.IsOk, report.Findings), CommandJson.Readable.DoctorAnswer);
            else
                Write(report, console);
            return report.IsOk ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    static async Task ExamineAsync(string folder, IPEndPoint http, DoctorReport report, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var canOpen = FolderExamination.Run(folder, report, time);
        await PortExamination.RunAsync(http, report, time, cancellationToken);
        if (canOpen && !File.Exists(Path.Combine(folder, "postroom.db"))) report.Add("database-none", FindingState.Warning, folder);
        else if (canOpen && await ExamineStoreAsync(folder, report, cancellationToken)) return;

        await NameExamination.RunAsync(new DnsResolver(ReadSettings().ToOptions(), time), report, time, cancellationToken);
    }

    static async Task<bool> ExamineStoreAsync(string folder, DoctorReport report, CancellationToken cancellationToken)
    {
        switch (SqliteDatabase.Open(folder, StoreUse.Visit))
        {
            case StoreOpening.Opened opened:
                report.Add("database-ok", FindingState.Good, folder);
                if (KeyRing.Read(folder, await opened.Database.ReadProtectedAsync(cancellationToken)) is { Lost: > 0 } keys)
                    report.Add("keys-lost", keys.IsMissing ? FindingState.Bad : FindingState.Warning, KeyRing.FolderIn(folder), keys.Lost);
                await using (var services = StoreVisit.Services(opened.Database, added => added.AddSettings(folder).AddRendering().AddMailServers().AddDiagnosis()))
                {
                    var time = services.GetRequiredService<TimeProvider>();
                    var resolver = new DnsResolver(services.GetRequiredService<IOptions<DnsSettings>>().Value.ToOptions(), time);
                    await NameExamination.RunAsync(resolver, report, time, cancellationToken);
                    await ServerExamination.RunAsync(services, report, time, cancellationToken);
                }

                return true;
            case StoreOpening.Refused refused:
                report.Add("database-refused", FindingState.Bad, refused.File, refused.Reason, refused.Cure);
                return false;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static DnsSettings ReadSettings() =>
        new ConfigurationBuilder().AddEnvironmentVariables("POSTROOM__").Build().GetSection(DnsSettings.Section).Get<DnsSettings>() ?? new DnsSettings();

    static void Write(DoctorReport report, CommandConsole console)
    {
        foreach (var finding in report.Findings)
        {
            var mark = finding.State switch { "good" => "ok  ", "warning" => "warn", "unknown" => "?   ", _ => "BAD " };
            console.WriteLine($"{mark}  {finding.Topic,-11} {finding.Cause}");
            if (finding.Remedy is { } remedy) console.WriteLine($"{"",19}{remedy}");
            if (finding.Record is { } record) console.WriteLine($"{"",19}{record.Zone}");
        }

        console.WriteLine("");
        console.WriteLine(Texts.GetIn(report.Language, report.IsOk ? "Doctor.Well" : "Doctor.Ill"));
    }
}
