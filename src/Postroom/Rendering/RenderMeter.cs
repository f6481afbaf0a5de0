using System.Globalization;

namespace Postroom.Rendering;

/// <summary>
/// Counts what writing one letter costs, and stops it: a template is a program that somebody typed. Static checks keep
/// loops from multiplying; this holds whatever they overlook.
/// </summary>
/// <param name="cancellationToken">The wish of the reader who waits for the letter.</param>
sealed class RenderMeter(CancellationToken cancellationToken)
{
    /// <summary>The most tags run for one letter, all its parts and shortened writings together.</summary>
    public const int MaximumSteps = 1_000_000;

    /// <summary>The most characters of one writing of one part: ten times what is sent.</summary>
    public const int MaximumLength = 1_000_000;

    int _tagsInLoop = 1;

    /// <summary>The tags run so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Begins a part.</summary>
    /// <param name="tagsInLoop">The tags of its template, of which each turn of a loop runs no more.</param>
    public void Begin(int tagsInLoop)
    {
        _tagsInLoop = Math.Max(tagsInLoop, 1);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>One turn of a loop.</summary>
    /// <exception cref="RenderLimitException">There were too many.</exception>
    /// <exception cref="OperationCanceledException">The reader has left.</exception>
    public void Turn()
    {
        cancellationToken.ThrowIfCancellationRequested();
        Steps += _tagsInLoop;
        if (Steps > MaximumSteps) throw new RenderLimitException("Template.TooManySteps", MaximumSteps);
    }
}

/// <summary>A letter costs more than it may.</summary>
/// <param name="messageKey">The key of its text.</param>
/// <param name="most">How much it may cost.</param>
sealed class RenderLimitException(string messageKey, int most)
    : Exception(Languages.Texts.GetIn(CultureInfo.InvariantCulture, messageKey, most))
{
    /// <summary>The key of its text.</summary>
    public string MessageKey => messageKey;

    /// <summary>Whether it writes too much: fewer entries may help.</summary>
    public bool IsLength => messageKey == "Template.WritesTooMuch";

    /// <summary>How much it may cost.</summary>
    public int Most => most;
}
