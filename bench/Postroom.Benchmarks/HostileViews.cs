using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Languages;
using Postroom.Mail.Mime;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Tests.Support.Hostile;

namespace Postroom.Benchmarks;

/// <summary>How long each view of each hostile mail, and the check and preview of each hostile template, keep a processor busy.</summary>
static class HostileViews
{
    const int Rounds = 3;
    const int ShownBytes = 256 * 1024;

    /// <summary>Prints one JSON array, the slowest first; exit code 1: some view took longer than the goal, 300 ms of CPU.</summary>
    public static int Run()
    {
        var results = HostileMails.All.Select(mail => Measure(mail.Name, Views(mail.Bytes)))
            .Concat(HostileTemplates.All.Select(piece => Measure($"template {Short(piece)}", Previews(piece)))).ToList();
        foreach (var result in results.OrderByDescending(result => result.Slowest)) Console.WriteLine(JsonSerializer.Serialize(result));
        return results.Exists(result => result.Slowest > 300) ? 1 : 0;
    }

    static IEnumerable<(string View, Action Look)> Views(byte[] bytes) =>
    [
        ("list", () => Encode((MessageHeaders.Read(bytes)["From"] ?? "") + MessageHeaders.Read(bytes)["Subject"])),
        ("warnings", () => Encode(string.Join('\n', SandboxMail.Read(bytes).Warnings.Select(warning => warning.Text)))),
        ("text", () => Encode(Beginning(SandboxMail.Read(bytes).Text ?? ""))),
        ("headers", () => Encode(string.Join('\n', SandboxMail.Read(bytes).Headers.Select(header => header.Value)))),
        ("source", () => Encode(Beginning(SandboxMail.Read(bytes) is null ? "" : Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, ShownBytes)))))),
        ("html", () => SandboxMail.Read(bytes).SafeHtml(CancellationToken.None)),
    ];

    static IEnumerable<(string View, Action Look)> Previews(string piece)
    {
        var letter = LetterCatalog.Find("digest")!;
        var source = new LetterSource("x", piece + "<a href=\"{{pr.url}}\">x</a>", piece + "{{pr.url}}");
        var renderer = new LetterRenderer(new Product(), null, NullLogger<LetterRenderer>.Instance);
        var request = new LetterRequest { Letter = "digest", Language = Language.English, Model = letter.Samples.Get("five", "en") };
        var count = 0;
        yield return ("check", () => TemplateCheck.Check(letter, Changed(), "en"));
        yield return ("preview", Preview);

        void Preview()
        {
            var typed = Changed();
            if (TemplateCheck.Check(letter, typed, "en").Any(problem => !TemplateCheck.IsMissingLink(problem))) return;
            try
            {
                renderer.Preview(request, typed, CancellationToken.None);
            }
            catch (TemplateProblemException)
            {
                // It is told in words: that is an answer too.
            }
        }

        // Each time another one, so that nothing compiled is found again.
        LetterSource Changed() => source with { Subject = $"x {count++}" };
    }

    static Result Measure(string input, IEnumerable<(string View, Action Look)> views)
    {
        var times = views.ToDictionary(view => view.View, view => Math.Round(Enumerable.Range(0, Rounds + 1).Select(_ => Milliseconds(view.Look)).Skip(1).Min(), 1));
        return new Result(input, times, times.Values.Max());
    }

    // Of the processor, since other work on the machine says nothing about ours.
    static double Milliseconds(Action look)
    {
        var before = Environment.CpuUsage.TotalTime;
        look();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    static void Encode(string text) => HtmlEncoder.Default.Encode(text);

    static string Beginning(string text) => text.Length > ShownBytes ? text[..ShownBytes] : text;

    static string Short(string text) => text.Length > 40 ? $"{text[..40]}… ({text.Length})" : text;

    sealed record Result(string Input, Dictionary<string, double> CpuMs, double Slowest);

    sealed class Product : IProductSettings
    {
        public ProductSettings Current { get; } = new() { SiteUrl = new Uri("https://postroom.example") };
    }
}
