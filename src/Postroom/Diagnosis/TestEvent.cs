using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis;

/// <summary>What happens during a test, as it happens.</summary>
public abstract record TestEvent
{
    private protected TestEvent() { }

    /// <summary>A stage is under way.</summary>
    public sealed record StageBegan(SmtpStage Stage) : TestEvent;

    /// <summary>A stage ended well.</summary>
    public sealed record StagePassed(TestStage Stage) : TestEvent;

    /// <summary>A stage failed, and with it the test.</summary>
    public sealed record StageFailed(TestStage Stage) : TestEvent;

    /// <summary>A line went over the wire, secrets masked.</summary>
    public sealed record Line(TranscriptLine Said) : TestEvent;

    /// <summary>The test failed, and other settings are being tried.</summary>
    public sealed record TrialsBegan : TestEvent;

    /// <summary>Other settings are being tried.</summary>
    /// <param name="Number">Tells the trials of a test apart, from 0.</param>
    /// <param name="Alternative">What is other about them, in words.</param>
    public sealed record TrialBegan(int Number, string Alternative) : TestEvent;

    /// <summary>A trial ended. One that is not needed any more has no end.</summary>
    /// <param name="Number">As when it began.</param>
    /// <param name="Tried">How.</param>
    public sealed record TrialEnded(int Number, TriedSettings Tried) : TestEvent;

    /// <summary>The test is over. Always the last.</summary>
    public sealed record Finished(TestResult Result) : TestEvent;
}
