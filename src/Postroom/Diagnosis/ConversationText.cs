using System.Globalization;
using System.Text;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>A test in plain text, the same for a terminal and for a page without styles.</summary>
public static class ConversationText
{
    /// <summary>The stage's name for people.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="language">The language of the reader.</param>
    public static string NameOf(SmtpStage stage, CultureInfo language) => NameOf(Words.Of(stage), language);

    /// <summary>The stage's name for people.</summary>
    /// <param name="stage">Its word, as in <see cref="TestStage.Stage"/>.</param>
    /// <param name="language">The language of the reader.</param>
    public static string NameOf(string stage, CultureInfo language) => Texts.GetIn(language, $"Stage.{stage}");

    /// <summary>One stage on one line: mark, name, time, detail.</summary>
    public static string LineOf(TestStage stage, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return string.Create(CultureInfo.InvariantCulture, $"{(stage.Ok ? "✓" : "✗")} {NameOf(stage.Stage, language)} ({stage.Ms} ms): {stage.Detail}");
    }

    /// <summary>The whole result: verdict, stages, remedy, conversation.</summary>
    public static string Of(TestResult result, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(result.Summary);
        if (result.Remedy is { } remedy) text.AppendLine(remedy.Text);
        text.AppendLine();
        foreach (var stage in result.Stages) text.AppendLine(LineOf(stage, language));
        if (result.Transcript.Count == 0) return text.ToString();
        text.AppendLine();
        foreach (var line in result.Transcript) text.Append(line.From == "server" ? "S: " : "C: ").AppendLine(line.Text);
        return text.ToString();
    }
}
