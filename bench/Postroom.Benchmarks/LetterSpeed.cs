using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Languages;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Settings;

namespace Postroom.Benchmarks;

/// <summary>How many letters one core writes: rendered from the model and made into the bytes of a message.</summary>
static class LetterSpeed
{
    const int Rounds = 5;
    const int LettersInARound = 10_000;

    static readonly (string Letter, string Sample)[] Letters = [("pull-request", "replied"), ("pull-request", "approved"), ("digest", "five"), ("password-reset", "full")];

    /// <summary>Prints one JSON array; always exit code 0.</summary>
    public static int Run()
    {
        // No template was changed, so the store behind them is never asked.
        var renderer = new LetterRenderer(new Product(), new TemplateStore(new SettingsJournal(null!, null!, TimeProvider.System)), NullLogger<LetterRenderer>.Instance);
        var results = from one in Letters from language in Language.All select Measure(renderer, one.Letter, one.Sample, language);
        Console.WriteLine(JsonSerializer.Serialize(results.ToList()));
        return 0;
    }

    static object Measure(LetterRenderer renderer, string letter, string sample, Language language)
    {
        var model = LetterCatalog.Find(letter)!.Samples.Get(sample, language.Tag);
        var request = new LetterRequest { Letter = letter, Language = language, Model = model };
        var bytes = Round(renderer, request).Bytes;
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round(renderer, request)).ToList();
        return new
        {
            letter,
            sample,
            language = language.Tag,
            bytes,
            perCpuSecond = Math.Round(Median(rounds.Select(round => LettersInARound / round.Cpu))),
            perSecond = Math.Round(Median(rounds.Select(round => LettersInARound / round.Clock))),
        };
    }

    static (double Cpu, double Clock, int Bytes) Round(LetterRenderer renderer, LetterRequest request)
    {
        var (cpu, clock, bytes) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), 0);
        for (var i = 0; i < LettersInARound; i++) bytes = Write(renderer.Render(request), i);
        return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(clock).TotalSeconds, bytes);
    }

    static int Write(RenderedLetter letter, int number) => MessageWriter.Write(new MessageContent
    {
        From = Address("Postroom <postroom@example.com>"),
        To = [Address("Jane Doe <jane@example.com>")],
        Subject = letter.Subject,
        Date = DateTimeOffset.UnixEpoch,
        MessageId = $"{number}@example.com",
        Text = letter.Text,
        Html = letter.Html,
    }).Bytes.Length;

    static Mailbox Address(string text) => ((MailboxParse.Parsed)MailboxParser.Parse(text)).Mailbox;

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    sealed class Product : IProductSettings
    {
        public ProductSettings Current { get; } = new() { SiteUrl = new Uri("https://postroom.example"), Footer = "Example K.K., Tokyo" };
    }
}
