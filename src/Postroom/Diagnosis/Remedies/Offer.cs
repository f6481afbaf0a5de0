using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis.Remedies;

/// <summary>A remedy that could be offered.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Protection">How well it protects.</param>
/// <param name="Trial">The trial it comes from; null: nothing was tried.</param>
sealed record Offer(TestRemedy Remedy, Protection Protection, Trial? Trial);

/// <summary>Everything that would help after a failed test, best first: what works, then what a person has to say yes to.</summary>
sealed class Offers(SmtpFailure failure, RemedyFindings findings, TestRequest request)
{
    // The issuer says that the key is in wrong hands, or the key can be found out: nobody is asked to trust that.
    static readonly string[] NotToBeTrusted = ["revoked", "weak"];

    readonly CultureInfo _language = request.Language;

    Protection Tested => Protection.Of(request.Server.Endpoint, request.Server.Options);

    /// <summary>What may be offered.</summary>
    /// <param name="explanation">What the failure means.</param>
    public IReadOnlyList<Offer> Choose(Explanation explanation)
    {
        if (explanation is { Id: "incoming-door", Settings: { } door }) return [Plain(explanation.Remedy, door)];
        List<Offer> offers =
        [
            .. findings.Trials.Where(trial => trial.Outcome is TrialOutcome.Works).Select(OfTrial),
            .. findings.Trials.Where(trial => trial.Outcome is TrialOutcome.UpToSignIn).Select(OfTrial),
        ];
        if (TrustOfTested(explanation) is { } trust) offers.Add(trust);
        else if (TrustOfTrial() is { } other) offers.Add(other);
        if (AllLose(offers) && findings.Furthest(failure) is { } further) offers.Add(Further(further));
        if (AllLose(offers) && Unasked(explanation) is { } unasked) offers.Add(unasked);
        return Tested.Choose(offers, offer => offer.Protection);
    }

    bool AllLose(List<Offer> offers) => offers.TrueForAll(offer => Loses(offer.Protection));

    Offer OfTrial(Trial trial)
    {
        var protection = ProtectionOf(trial);
        return new Offer(RemedyText.Remedy(trial, _language, Loses(protection)), protection, trial);
    }

    static Protection ProtectionOf(Trial trial) => Protection.Of(trial.Candidate.Server.Endpoint, trial.Candidate.Server.Options);

    // Encryption that is gone is said by name; a certificate that a person compares loses nothing.
    bool Loses(Protection protection) => protection with { Certificate = Tested.Certificate } < Tested;

    // The settings are right as they are, and only the certificate has to be looked at.
    Offer? TrustOfTested(Explanation explanation) => Trustable(failure) is not { } certificate ? null
        : new Offer(
            RemedyText.Trust(explanation.Remedy + NamesAside(), new(), certificate, _language),
            Tested with { Certificate = CertificateCheck.Person }, null);

    // A pin is one certificate by its fingerprint, so its names do not matter any more (ADR 24).
    string NamesAside() => failure.Tls?.Problems.Any(problem => problem.Id == "name-mismatch") == true
        ? RemedyText.Between(_language) + Texts.GetIn(_language, "Remedy.NamesAside") : "";

    Offer? TrustOfTrial()
    {
        if (findings.Trials.FirstOrDefault(trial => trial.Outcome is TrialOutcome.Fell fell && Trustable(fell.Failure) is not null) is not { } trial) return null;
        var fell = ((TrialOutcome.Fell)trial.Outcome).Failure;
        var way = trial.Candidate.Settings;
        var text = FailureExplainer.Explain(fell, trial.Candidate.Server.Endpoint, _language).Cause;
        return new Offer(
            RemedyText.Trust(text, way, Trustable(fell)!, _language), ProtectionOf(trial) with { Certificate = CertificateCheck.Person }, trial);
    }

    static CertificateSummary? Trustable(SmtpFailure failure) =>
        failure is { Fault: SmtpFault.CertificateNotTrusted, Tls: { Chain: [var leaf, ..], Problems: var problems } }
        && !problems.Any(problem => NotToBeTrusted.Contains(problem.Id)) ? leaf : null;

    Offer Further(Trial further)
    {
        var fell = ((TrialOutcome.Fell)further.Outcome).Failure;
        var (way, protection) = (further.Candidate.Settings, ProtectionOf(further));
        var next = FailureExplainer.Explain(fell, further.Candidate.Server.Endpoint, _language);
        var text = string.Join(
            RemedyText.Between(_language), RemedyText.Further(way, _language), next.Cause, next.Remedy);
        return new Offer(RemedyText.Untried(text, way, _language, Loses(protection)), protection, further);
    }

    // What is not tried because only a person may say so: a login has to be typed, and a password goes under no other name
    // and by no weaker method because a trial thought of it.
    Offer? Unasked(Explanation explanation)
    {
        var login = request.Server.Options.Credentials;
        if (login is null) return explanation.Id is "login-required" or "relay-denied" ? Plain(explanation.Remedy, new() { Anonymous = false }) : Suggested(explanation);
        if (failure.Fault is SmtpFault.NoCommonMechanism or SmtpFault.CredentialsRefused && IsMethodUntried(login))
        {
            var any = Tested with { Login = LoginStrength.Readable };
            return new Offer(
                RemedyText.Untried(explanation.Remedy, new() { Mechanism = "auto" }, _language, Loses(any)), any, null);
        }

        if (failure.Fault == SmtpFault.CredentialsRefused && OtherName(login.UserName) is { } name)
            return Plain(RemedyText.OtherName(explanation.Remedy, name, _language), new() { UserName = name });
        return Suggested(explanation);
    }

    // A trial keeps to methods that are as strong as the chosen one, so weaker ones are still unknown after it.
    bool IsMethodUntried(SmtpCredentials login) => login is { Mechanism: { } chosen, Tokens: null }
        && (SmtpCredentials.StrengthOf(chosen) > LoginStrength.Readable || !findings.Trials.Any(trial => trial.Candidate.Settings.Mechanism is not null));

    Offer? Suggested(Explanation explanation) =>
        findings.Trials.Count == 0 && explanation.Settings is { } settings ? Plain(explanation.Remedy, settings) : null;

    Offer Plain(string text, SuggestedSettings settings) => new(
        RemedyText.Untried(text, settings, _language), Tested, null);

    // Some servers want the whole address, others what stands before the @.
    string? OtherName(string name) => name.Split('@') is [{ Length: > 0 } local, _] ? local
        : request.Identity.From is { } from && !name.Contains('@', StringComparison.Ordinal) ? from.Address.ToString() : null;
}
