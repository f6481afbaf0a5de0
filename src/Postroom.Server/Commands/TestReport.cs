using System.Globalization;
using Postroom.Diagnosis;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Server.Commands;

/// <summary>Shows a test: stage by stage to people while it runs, as one object to programs when it has ended.</summary>
sealed class TestReport(CommandConsole console, bool json, CultureInfo language)
{
    /// <summary>Whether mail would be accepted, or was.</summary>
    public bool IsOk { get; private set; }

    public void Show(TestEvent happened)
    {
        switch (happened)
        {
            case TestEvent.StagePassed passed when !json:
                Show(passed.Stage);
                break;
            case TestEvent.StageFailed failed when !json:
                Show(failed.Stage);
                break;
            case TestEvent.TrialEnded ended when !json:
                Show(ended.Tried);
                break;
            case TestEvent.Finished finished:
                IsOk = finished.Result.Ok;
                if (json)
                    console.WriteLine(finished.Result.ToJson());
                else
                    Show(finished.Result);
                break;
        }
    }

    void Show(TestStage stage) => console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{(stage.Ok ? "ok  " : "FAIL")}  {stage.Stage,-10} {stage.Ms,6} ms  {ConversationText.Readable(stage.Detail)}"));

    void Show(TriedSettings tried) => console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{(tried.Ok ? "ok  " : "no  ")}  {"try",-10} {tried.Ms,6} ms  {tried.Alternative}: {ConversationText.Readable(tried.Detail)}"));

    void Show(TestResult result)
    {
        if (!result.Ok)
        {
            console.WriteLine("");
            foreach (var line in result.Transcript) console.WriteLine($"{(line.From == "client" ? "->" : "<-")} {ConversationText.Readable(line.Text)}");
        }

        console.WriteLine("");
        console.WriteLine(result.Summary);
        foreach (var warning in result.Warnings) console.WriteLine($"  ! {warning.Text} {warning.Remedy}");
        if (result.Tls is { } tls) Show(tls);
        if (result.Remedy is not { } remedy) return;
        // What protects less is named after its price, and never as the thing to do.
        if (remedy is { Action: { } action, LowersProtection: false }) console.WriteLine($"  => {action}");
        console.WriteLine(remedy.Text);
        if (remedy is { Action: { } price, LowersProtection: true }) console.WriteLine($"   > {price}");
        if (remedy.Certificate is { } shown && result.Tls is not { Problems.Count: > 0 }) Show(shown);
        foreach (var other in result.Alternatives) console.WriteLine($"   > {other.Action}");
        foreach (var requirement in result.Requirements) console.WriteLine($"  - {requirement}");
    }

    void Show(TestTls tls)
    {
        foreach (var problem in tls.Problems.Concat(tls.Warnings))
            console.WriteLine($"  ! {CertificateText.KindOf(problem, language)}: {problem.Text}");
        if (tls.Problems.Count == 0) return;
        foreach (var certificate in tls.Chain) Show(certificate);
    }

    // What an administrator compares before trusting it.
    void Show(CertificateSummary certificate)
    {
        console.WriteLine($"    {Texts.GetIn(language, "Console.Certificate.Subject")} {certificate.Subject}");
        console.WriteLine($"      {Texts.GetIn(language, "Console.Certificate.Issuer")} {certificate.Issuer}");
        console.WriteLine($"      {Texts.GetIn(language, "Console.Certificate.Names")} {string.Join(", ", certificate.Names)}");
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"      {Texts.GetIn(language, "Console.Certificate.Valid")} {certificate.NotBefore:u} - {certificate.NotAfter:u}"));
        console.WriteLine($"      SHA-256 {certificate.Sha256}");
    }
}
