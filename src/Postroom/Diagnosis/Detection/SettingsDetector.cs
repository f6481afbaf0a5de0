using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Postroom.Diagnosis.Remedies;
using Postroom.Languages;
using Postroom.Mail.Dns;
using Postroom.Mail.Smtp.Client;
using Postroom.Settings;

namespace Postroom.Diagnosis.Detection;

/// <summary>
/// Finds settings for an e-mail address or a host (product row M14): asks DNS, knows providers, and speaks to what it finds.
/// Signs in nowhere and sends nothing.
/// </summary>
/// <param name="dns">Answers for MX and SRV.</param>
/// <param name="time">The clock.</param>
/// <param name="settings">What may be connected to.</param>
/// <param name="hosts">Finds the addresses of hosts; null: the operating system does.</param>
public sealed class SettingsDetector(IDnsResolver dns, TimeProvider time, TestSettings settings, IHostResolver? hosts = null)
{
    /// <summary>The whole detection: 20 s, less what it takes to say so.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(19);

    /// <summary>Roots that are trusted besides the system's; null: the system's alone.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>What may be connected to.</summary>
    public Destinations Destinations { get; init; } = Destinations.Usual;

    /// <summary>The most servers that are asked.</summary>
    const int MostAsked = 12;

    /// <summary>Looks for settings.</summary>
    /// <param name="target">For whom.</param>
    /// <param name="host">This machine, whose name is said in EHLO.</param>
    /// <param name="language">The language of the answer.</param>
    /// <param name="cancellationToken">Ends the search at once.</param>
    public async Task<DetectionResult> DetectAsync(DetectionTarget target, HostIdentity host, CultureInfo language, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(host);
        using var deadline = new CancellationTokenSource(TotalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var begun = time.GetTimestamp();
        IReadOnlyList<Hint> hints;
        try
        {
            hints = await new Hints(dns, settings.Ports).ForAsync(target, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            hints = []; // DNS took all the time there was.
        }

        using var places = new SemaphoreSlim(RemedyFinder.MostAtOnce, RemedyFinder.MostAtOnce);
        var asked = await Task.WhenAll(hints.Take(MostAsked).Select(
            hint => ProbeAsync(
                hint, host, places, TotalTimeout - time.GetElapsedTime(begun), either.Token, cancellationToken)));
        var found = asked.Where(answer => answer.IsGood || answer.IsThere || answer.Hint.IsAnnounced).OrderByDescending(
            answer => answer.IsGood)
            .Select(answer => Tell(answer, target, language)).ToList();
        return new DetectionResult(found.Exists(one => one.Verified), Summary(found, target, language), found);
    }

    async Task<Answer> ProbeAsync(
        Hint hint, HostIdentity host, SemaphoreSlim places, TimeSpan left, CancellationToken either,
        CancellationToken cancellationToken)
    {
        var options = new SmtpClientOptions { EhloName = host.EhloName, MayConnectTo = address => MayAsk(hint, address), Resolver = hosts, AdditionalRoots = Roots };
        var isPlaceTaken = false;
        try
        {
            await places.WaitAsync(either);
            isPlaceTaken = true;
            var opened = await SmtpConnection.OpenAsync(
                hint.Endpoint, TrialRunner.Hurried(options, left), null, time, either);
            if (opened is not OpenOutcome.Opened { Connection: var connection })
                return new Answer(hint, ((OpenOutcome.Failed)opened).Failure, []);
            var mechanisms = connection.Capabilities.AuthMechanisms;
            await connection.QuitAsync();
            return new Answer(hint, null, mechanisms);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(hint, null, null);
        }
        finally
        {
            if (isPlaceTaken) places.Release();
        }
    }

    // What a stranger's DNS names may hint into no private network, unless the settings say otherwise.
    bool MayAsk(Hint hint, System.Net.IPAddress address) =>
        Destinations.MayConnectTo(address)




                            && (!Destinations.IsPrivate(address) || (hint.IsTyped ? settings.PrivateTargets : settings.PrivateDetection));

    static DetectedSettings Tell(Answer answer, DetectionTarget target, CultureInfo language)
    {
        var (hint, endpoint) = (answer.Hint, answer.Hint.Endpoint);
        var needsLogin = answer.Mechanisms is not [] && hint.Preset?.Anonymous != true;
        var settings = SuggestedSettings.Alternative(endpoint.Port, endpoint.Security) with
        {
            Host = endpoint.Host,
            Preset = hint.Preset?.Id,
            Anonymous = !needsLogin,
            UserName = needsLogin ? hint.Preset?.UserName ?? target.Address?.ToString() : null,
            From = target.Address?.ToString(),
        };
        var detail = answer switch
        {
            { Failure: { } failure } => failure.Detail,
            { Mechanisms: null } => Texts.GetIn(language, "Detect.NoTime"),
            { Mechanisms: [] } => Texts.GetIn(language, "Detect.NoLogin"),
            _ => Texts.GetIn(language, "Detect.Login", string.Join(", ", answer.Mechanisms)),
        };
        return new DetectedSettings(settings, hint.Source, answer.IsGood, detail)
        {
            Action = Texts.GetIn(
                language, "Detect.Use", endpoint.Host, AlternativeText.Of(settings with { Host = null }, language)),
            Requirements = hint.Preset?.NotesIn(language) ?? [],
        };
    }

    static string Summary(List<DetectedSettings> found, DetectionTarget target, CultureInfo language) => found switch
    {
        [{ Verified: true } best, ..] =>
            Texts.GetIn(
                language, "Detect.Found", target.Domain, best.Settings.Host,
                AlternativeText.Of(best.Settings with { Host = null }, language)),
        [_, ..] => Texts.GetIn(language, "Detect.Announced", target.Domain),
        _ => Texts.GetIn(language, "Detect.Nothing", target.Domain),
    };

    /// <summary>What a server said. No failure and no mechanisms list: there was no time to ask it.</summary>
    sealed record Answer(Hint Hint, SmtpFailure? Failure, IReadOnlyList<string>? Mechanisms)
    {
        /// <summary>Whether a mail server is there whose certificate somebody would have to look at.</summary>
        public bool IsThere => Failure?.Fault == SmtpFault.CertificateNotTrusted;

        public bool IsGood => Failure is null && Mechanisms is not null;
    }
}
