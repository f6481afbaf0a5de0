using System.Text.Json;
using System.Text.Json.Serialization;
using Postroom.Diagnosis.Remedies;
using Postroom.Mail.Smtp.Client;

namespace Postroom.Diagnosis;

/// <summary>What a test came to. Its JSON is that of <c>postroom test --json</c>.</summary>
/// <param name="Ok">Whether mail would be accepted, or was where a message was sent.</param>
/// <param name="Stages">The stages that were begun, in order.</param>
/// <param name="Cause">Why it failed; null: it did not.</param>
/// <param name="Remedy">What to do; null: nothing.</param>
/// <param name="Tls">What the TLS handshake showed; null: there was none.</param>
/// <param name="Transcript">The redacted conversation.</param>
public sealed record TestResult(
    bool Ok,
    IReadOnlyList<TestStage> Stages,
    TestCause? Cause,
    TestRemedy? Remedy,
    TestTls? Tls,
    IReadOnlyList<TestLine> Transcript)
{
    /// <summary>The verdict in one sentence, in the language of the test.</summary>
    public required string Summary { get; init; }

    /// <summary>The other settings that were tried, best first; empty: none were.</summary>
    public IReadOnlyList<TriedSettings> Tried { get; init; } = [];

    /// <summary>Other remedies that work as well, best first.</summary>
    public IReadOnlyList<TestRemedy> Alternatives { get; init; } = [];

    /// <summary>What the provider asks for, where the server is a known one; empty: nothing is known.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>What works and is still not as it should be; empty: nothing is known.</summary>
    public IReadOnlyList<TestWarning> Warnings { get; init; } = [];

    /// <summary>Whether a message was sent and taken.</summary>
    [JsonIgnore]
    public bool Delivered { get; init; }

    /// <summary>One JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TestJson.Default.TestResult);
}

/// <summary>One stage.</summary>
/// <param name="Stage">Its word, such as <c>mail-from</c>.</param>
/// <param name="Ok">Whether it ended well.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
/// <param name="Detail">The one line that matters.</param>
/// <param name="Reply">The server's reply; null, and absent in JSON: none.</param>
public sealed record TestStage(
    string Stage, bool Ok, long Ms, string Detail, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reply);

/// <summary>Why it failed.</summary>
/// <param name="Id">A stable name, such as <c>auth-wrong</c>.</param>
/// <param name="Text">In words.</param>
/// <param name="Who">Who has to act: <c>administrator</c>, <c>recipient</c>, <c>provider</c> or <c>wait</c>.</param>
public sealed record TestCause(string Id, string Text, string Who);

/// <summary>What works and is still not as it should be.</summary>
/// <param name="Id">A stable name, such as <c>ipv6-silent</c>.</param>
/// <param name="Text">In words.</param>
/// <param name="Remedy">What to do, in words.</param>
public sealed record TestWarning(string Id, string Text, string Remedy);

/// <summary>What to do.</summary>
/// <param name="Text">In words.</param>
/// <param name="Settings">Other settings that may help; null, and absent in JSON: none are known.</param>
/// <param name="Verified">Whether it was tried and works.</param>
public sealed record TestRemedy(
    string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SuggestedSettings? Settings, bool Verified)
{
    /// <summary>What a button that uses the settings says; null, and absent in JSON: there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>
    /// How far it was tried where it was not tried to the end: <c>auth</c>, because the password would have to be typed
    /// again; null, and absent in JSON: to the end, or not at all.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VerifiedUpTo { get; init; }

    /// <summary>
    /// Whether it protects less than the settings that were tested, such as no encryption; the text says what that gives away.
    /// False, and absent in JSON: it does not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LowersProtection { get; init; }

    /// <summary>The certificate to compare before it is trusted; null, and absent in JSON: none has to be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CertificateSummary? Certificate { get; init; }
}

/// <summary>Other settings that were tried.</summary>
/// <param name="Alternative">What is other about them, in words.</param>
/// <param name="Settings">What was changed.</param>
/// <param name="Ok">Whether they work, be it up to the sign-in.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
/// <param name="Detail">The one line that matters.</param>
public sealed record TriedSettings(string Alternative, SuggestedSettings Settings, bool Ok, long Ms, string Detail);

/// <summary>What the TLS handshake showed.</summary>
/// <param name="Version">Such as <c>TLS 1.3</c>; null: none was agreed.</param>
/// <param name="Cipher">The cipher suite's IANA name; null: none was agreed.</param>
/// <param name="Chain">The certificates the server sent, leaf first.</param>
/// <param name="Problems">Why the chain is not trusted; empty: it is.</param>
public sealed record TestTls(
    string? Version, string? Cipher, IReadOnlyList<CertificateSummary> Chain, IReadOnlyList<CertificateProblem> Problems)
{
    /// <summary>What could not be found out and stops nothing, such as whether the certificate was revoked.</summary>
    public IReadOnlyList<CertificateProblem> Warnings { get; init; } = [];

    /// <summary>Whether the server asked for a client certificate.</summary>
    public bool AskedForClientCertificate { get; init; }
}

/// <summary>One line of the conversation.</summary>
/// <param name="From"><c>client</c> or <c>server</c>.</param>
/// <param name="Text">The line, secrets masked.</param>
public sealed record TestLine(string From, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TestResult))]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Maintainability", "CA1502", Justification = "The compiler writes its code.")]
sealed partial class TestJson : JsonSerializerContext;
