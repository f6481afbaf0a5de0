using System.Globalization;

namespace Postroom.Mail.Smtp.Client;

/// <summary>
/// Keeps what was said, within bounds: the first half of the lines and the last, for the end is where the trouble is.
/// Secrets are masked before they come here.
/// </summary>
public sealed class Transcript : ISmtpObserver
{
    /// <summary>The most lines that are kept.</summary>
    public const int MaxLines = 200;

    /// <summary>The most characters of a line that are kept.</summary>
    public const int MaxLineLength = 1_000;

    readonly List<TranscriptLine> _first = [];
    readonly Queue<TranscriptLine> _last = [];

    /// <summary>How many lines were dropped.</summary>
    public int Dropped { get; private set; }

    /// <summary>The lines; where some were dropped, one line in the middle says how many.</summary>
    public IReadOnlyList<TranscriptLine> Lines =>
        Dropped == 0
            ? [.. _first, .. _last]
            : [.. _first, new TranscriptLine(FromServer: false, DroppedText), .. _last];

    string DroppedText => string.Create(CultureInfo.InvariantCulture, $"({Dropped} lines left out)");

    /// <inheritdoc/>
    public void Began(SmtpStage stage) { }

    /// <inheritdoc/>
    public void Passed(SmtpStage stage, TimeSpan elapsed, string detail, Reply? reply) { }

    /// <inheritdoc/>
    public void Failed(SmtpStage stage, TimeSpan elapsed, SmtpFailure failure) { }

    /// <inheritdoc/>
    public void Said(TranscriptLine line)
    {
        if (line.Text.Length > MaxLineLength) line = line with { Text = $"{line.Text.AsSpan(0, MaxLineLength)}..." };

        if (_first.Count < MaxLines / 2)
        {
            _first.Add(line);
            return;
        }

        _last.Enqueue(line);
        if (_last.Count <= MaxLines / 2) return;
        _last.Dequeue();
        Dropped++;
    }

    /// <summary>The conversation, one line each: <c>S:</c> the server, <c>C:</c> we.</summary>
    public override string ToString() => string.Join('\n', Lines.Select(line => $"{(line.FromServer ? "S" : "C")}: {line.Text}"));
}
