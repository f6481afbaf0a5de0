using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Diagnosis.Remedies;

/// <summary>Other settings that are worth a try.</summary>
/// <param name="Settings">What would be changed.</param>
/// <param name="Server">The server with the change made.</param>
/// <param name="Identity">Who mail would be from.</param>
/// <param name="StopsBeforeSignIn">
/// Whether the password may not be sent there: it was stored for other settings (product row M8). The trial then ends where
/// the login would begin.
/// </param>
sealed record Candidate(SuggestedSettings Settings, MailServer Server, SenderIdentity Identity, bool StopsBeforeSignIn);

/// <summary>What became of a trial.</summary>
abstract record TrialOutcome
{
    private protected TrialOutcome() { }

    /// <summary>Mail would be taken, as far as it can be known without sending a message.</summary>
    public sealed record Works : TrialOutcome;

    /// <summary>All went well up to the login, for which the password would have to be typed.</summary>
    public sealed record UpToSignIn : TrialOutcome;

    /// <summary>It failed as well, perhaps further on.</summary>
    public sealed record Fell(SmtpFailure Failure) : TrialOutcome;
}

/// <summary>A trial that has ended.</summary>
sealed record Trial(Candidate Candidate, TrialOutcome Outcome, TimeSpan Elapsed)
{
    public bool IsGood => Outcome is not TrialOutcome.Fell;
}
