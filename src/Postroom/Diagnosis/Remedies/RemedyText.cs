using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>Trials in words.</summary>
static class RemedyText
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
            AlternativeText.Of(trial.Candidate.Settings, language), trial.Candidate.Settings, trial.IsGood, (long)trial.Elapsed.TotalMilliseconds, detail);
    }

    /// <summary>A trial that works as a remedy.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="language">The language of the reader.</param>
    /// <param name="loses">Whether it protects less than what was tested.</param>
    public static TestRemedy Remedy(Trial trial, CultureInfo language, bool loses = false)
    {
        var (settings, isWhole) = (trial.Candidate.Settings, trial.Outcome is TrialOutcome.Works);
        var text = Texts.GetIn(
            language, isWhole ? "Remedy.Works" : "Remedy.UpToSignIn", AlternativeText.Of(settings, language));
        return new TestRemedy(text + Loss(loses, settings, language), settings, isWhole)
        {
            Action = AlternativeText.Action(settings, language),
            VerifiedUpTo = isWhole ? null : "auth",
            LowersProtection = loses,
        };
    }

    /// <summary>A suggestion that was not tried, or fell further on.</summary>
    public static TestRemedy Untried(string text, SuggestedSettings? settings, CultureInfo language, bool loses = false) =>
        new(settings is null ? text : text + Loss(loses, settings, language), settings, Verified: false)
        {
            Action = settings is null ? null : AlternativeText.Action(settings, language),
            LowersProtection = loses,
        };

    /// <summary>A certificate that a person may trust, and the way at which it was shown.</summary>
    public static TestRemedy Trust(string text, SuggestedSettings way, CertificateSummary certificate, CultureInfo language) =>
        Untried(text + Between(language) + Texts.GetIn(language, "Remedy.Compare"), way with { PinnedCertificate = certificate.Sha256 }, language) with
        {
            Certificate = certificate,
        };

    /// <summary>That other settings come further.</summary>
    public static string Further(SuggestedSettings way, CultureInfo language) =>
        Texts.GetIn(language, "Remedy.Further", AlternativeText.Of(way, language));

    /// <summary>That the login may want another name, which nobody tried.</summary>
    public static string OtherName(string text, string name, CultureInfo language) =>
        text + Between(language) + Texts.GetIn(language, "Remedy.OtherName", name);

    /// <summary>The verdict in one sentence: what failed, and what helps.</summary>
    public static string Verdict(string cause, Offer best, CultureInfo language)
    {
        var key = best switch
        {
            { Trial: null } => null,
            { Remedy.Certificate: not null } => "Verdict.UpToCertificate",
            { Trial.Outcome: TrialOutcome.Works, Protection.Channel: Encryption.Plaintext, Remedy.LowersProtection: true } => "Verdict.InTheClear",
            { Trial.Outcome: TrialOutcome.Works } => "Verdict.Works",
            { Trial.Outcome: TrialOutcome.UpToSignIn } => "Verdict.UpToSignIn",
            _ => null,
        };
        return key is null
            ? cause
            : Texts.GetIn(
                language, key, cause.TrimEnd('.', '。'), AlternativeText.Of(best.Trial!.Candidate.Settings, language));
    }

    /// <summary>What stands between two sentences.</summary>
    public static string Between(CultureInfo language) => language.TwoLetterISOLanguageName == "ja" ? "" : " ";

    // What is given away is said before anybody presses the button.
    static string Loss(bool loses, SuggestedSettings settings, CultureInfo language) => !loses ? ""
        : Between(language) + Texts.GetIn(language, settings.Security == SecurityNone ? "Remedy.InTheClear" : "Remedy.WeakerLogin");

    const string SecurityNone = "none";
}
