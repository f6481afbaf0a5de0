using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;

namespace Postroom.Diagnosis;

/// <summary>A test in plain text, the same for a terminal and for a page without styles.</summary>
public static partial class ConversationText
{
    /// <summary>
    /// What a server said, for people: a line end within it becomes one, and other control characters their own sign, such as
    /// <c>␛</c>. What is kept and logged stays escaped.
    /// </summary>
    /// <param name="text">Text with <c>\x0D\x0A</c> and the like in it.</param>
    public static string Readable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains("\\x", StringComparison.Ordinal)) return text;
        return EscapedControl().Replace(EscapedLineEnd().Replace(text, "\n"), control => Sign(Convert.ToByte(control.Groups[1].Value, 16))).TrimEnd('\n');
    }

    // Unicode has a picture for each control character, at U+2400 and on; DEL is the last but one of them.
    static string Sign(byte code) => ((char)(code == 0x7F ? 0x2421 : 0x2400 + code)).ToString();

    [GeneratedRegex(@"(\\x0D)?\\x0A|\\x0D", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EscapedLineEnd();

    [GeneratedRegex(@"\\x([01][0-9A-F]|7F)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EscapedControl();

    /// <summary>The stage's name for people.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="language">The language of the reader.</param>
    public static string NameOf(SmtpStage stage, CultureInfo language) => NameOf(ReplyNames.Of(stage), language);

    /// <summary>The stage's name for people.</summary>
    /// <param name="stage">Its word, as in <see cref="TestStage.Stage"/>.</param>
    /// <param name="language">The language of the reader.</param>
    public static string NameOf(string stage, CultureInfo language) => Texts.GetIn(language, $"Stage.{stage}");

    /// <summary>One stage on one line: mark, name, time, detail.</summary>
    public static string LineOf(TestStage stage, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return string.Create(CultureInfo.InvariantCulture, $"{(stage.Ok ? "✓" : "✗")} {NameOf(stage.Stage, language)} ({stage.Ms} ms): {Readable(stage.Detail)}");
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
        foreach (var line in result.Transcript) text.Append(line.From == "server" ? "S: " : "C: ").AppendLine(Readable(line.Text));
        return text.ToString();
    }
}
