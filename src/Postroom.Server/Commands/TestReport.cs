using System.Globalization;
using Postroom.Diagnosis;

namespace Postroom.Server.Commands;

/// <summary>Shows a test: stage by stage to people while it runs, as one object to programs when it has ended.</summary>
sealed class TestReport(CommandConsole console, bool json)
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
        CultureInfo.InvariantCulture, $"{(stage.Ok ? "ok  " : "FAIL")}  {stage.Stage,-10} {stage.Ms,6} ms  {stage.Detail}"));

    void Show(TriedSettings tried) => console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{(tried.Ok ? "ok  " : "no  ")}  {"try",-10} {tried.Ms,6} ms  {tried.Way}: {tried.Detail}"));

    void Show(TestResult result)
    {
        if (!result.Ok)
        {
            console.WriteLine("");
            foreach (var line in result.Transcript) console.WriteLine($"{(line.From == "client" ? "->" : "<-")} {line.Text}");
        }

        console.WriteLine("");
        console.WriteLine(result.Summary);
        foreach (var warning in result.Warnings) console.WriteLine($"  ! {warning.Text} {warning.Remedy}");
        if (result.Remedy is not { } remedy) return;
        if (remedy.Action is { } action) console.WriteLine($"  => {action}");
        console.WriteLine(remedy.Text);
        foreach (var other in result.Alternatives) console.WriteLine($"   > {other.Action}");
        foreach (var requirement in result.Requirements) console.WriteLine($"  - {requirement}");
    }
}
