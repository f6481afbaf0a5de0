using Microsoft.Extensions.Configuration;
using Postroom.Diagnosis.Remedies;

namespace Postroom.Diagnosis;

/// <summary>
/// What tests of mail servers may do, so that nobody uses them to scan a network. Section <c>Tests</c> of the
/// configuration, such as <c>POSTROOM__Tests__PrivateTargets</c>.
/// </summary>
public sealed record TestSettings
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Tests";

    /// <summary>
    /// Whether a host that somebody typed may be in a private network, on the link or on this machine. The default value is
    /// true: most own mail servers are.
    /// </summary>
    public bool PrivateTargets { get; init; } = true;

    /// <summary>
    /// Whether a host that DNS names for an e-mail address may be there, too. The default value is false: whose DNS it is
    /// cannot be known. True is for a company whose own domain names hosts inside.
    /// </summary>
    public bool PrivateDetection { get; init; }

    /// <summary>Tests and detections in a minute for one administrator, 1 to 1,000. The default value is 10.</summary>
    public int PerAdministrator { get; init; } = 10;

    /// <summary>Tests and detections in a minute for all administrators together, 1 to 10,000. The default value is 30.</summary>
    public int Overall { get; init; } = 30;

    /// <summary>The ports that a remedy or a detection tries. The default value is <see cref="SubmissionPort.Usual"/>.</summary>
    public IReadOnlyList<SubmissionPort> Ports { get; init; } = SubmissionPort.Usual;

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A value cannot be read; the message names it and the cure.</exception>
    public static TestSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        var usual = new TestSettings();
        return new TestSettings
        {
            PrivateTargets = Read<bool>(section, nameof(PrivateTargets), text => bool.TryParse(text, out var value) ? value : null, "true or false") ?? usual.PrivateTargets,
            PrivateDetection = Read<bool>(section, nameof(PrivateDetection), text => bool.TryParse(text, out var value) ? value : null, "true or false") ?? usual.PrivateDetection,
            PerAdministrator = Read<int>(section, nameof(PerAdministrator), text => Number(text, 1_000), "a number from 1 to 1000") ?? usual.PerAdministrator,
            Overall = Read<int>(section, nameof(Overall), text => Number(text, 10_000), "a number from 1 to 10000") ?? usual.Overall,
            Ports = section[nameof(Ports)] is { Length: > 0 } ports
                ? SubmissionPort.Parse(ports) ?? throw Unreadable(nameof(Ports), ports, "ports such as 587,465,2525/starttls,8465/tls, at most 8")
                : usual.Ports,
        };
    }

    static T? Read<T>(IConfigurationSection section, string name, Func<string, T?> parse, string wanted)
        where T : struct => section[name] is { Length: > 0 } text ? parse(text) ?? throw Unreadable(name, text, wanted) : null;

    static int? Number(string text, int most) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most ? value : null;

    static InvalidOperationException Unreadable(string name, string text, string wanted) =>
        new($"The setting {Section}:{name} is \"{text}\"; it must be {wanted}.");
}
