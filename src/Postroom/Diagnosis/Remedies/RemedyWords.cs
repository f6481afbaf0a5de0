using System.Globalization;
using Postroom.Languages;

namespace Postroom.Diagnosis.Remedies;

/// <summary>Trials in words.</summary>
static class RemedyWords
{
    /// <summary>The trial as a line of the result.</summary>
    public static TriedSettings Told(Trial trial, CultureInfo language)
    {
        var detail = trial.Outcome switch
        {
            TrialOutcome.Works => Texts.GetIn(language, "Trial.Works"),
            TrialOutcome.UpToSignIn => Texts.GetIn(language, "Trial.UpToSignIn"),
            TrialOutcome.Fell fell => fell.Failure.Detail,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new TriedSettings(
            WayWords.Of(trial.Candidate.Settings, language), trial.Candidate.Settings, trial.IsGood, (long)trial.Elapsed.TotalMilliseconds, detail);
    }

    /// <summary>A trial that works as a remedy.</summary>
    public static TestRemedy Remedy(Trial trial, CultureInfo language)
    {
        var (settings, isWhole) = (trial.Candidate.Settings, trial.Outcome is TrialOutcome.Works);
        var way = WayWords.Of(settings, language);
        var text = Texts.GetIn(language, isWhole ? "Remedy.Works" : "Remedy.UpToSignIn", way);
        if (settings.Security == "none") text += Between(language) + Texts.GetIn(language, "Remedy.InTheClear");
        return new TestRemedy(text, settings, isWhole) { Action = WayWords.Action(settings, language), VerifiedUpTo = isWhole ? null : "auth" };
    }

    /// <summary>A suggestion that was not tried, or fell further on.</summary>
    public static TestRemedy Untried(string text, SuggestedSettings? settings, CultureInfo language) =>
        new(text, settings, Verified: false) { Action = settings is null ? null : WayWords.Action(settings, language) };

    /// <summary>The verdict in one sentence: what failed, and what works.</summary>
    public static string Verdict(string cause, Trial works, CultureInfo language)
    {
        var key = works.Outcome is TrialOutcome.Works ? "Verdict.Works" : "Verdict.UpToSignIn";
        return Texts.GetIn(language, key, cause.TrimEnd('.', '。'), WayWords.Of(works.Candidate.Settings, language));
    }

    /// <summary>What stands between two sentences.</summary>
    public static string Between(CultureInfo language) => language.TwoLetterISOLanguageName == "ja" ? "" : " ";
}
