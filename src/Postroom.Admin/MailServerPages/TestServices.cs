using Postroom.Diagnosis;
using Postroom.Diagnosis.Detection;
using Postroom.Settings;

namespace Postroom.Admin.MailServerPages;

/// <summary>What the mail server page tests with.</summary>
/// <param name="Test">The staged test.</param>
/// <param name="Gate">Says how many may begin.</param>
/// <param name="Detector">Finds settings.</param>
/// <param name="FindHost">Finds what this machine calls itself.</param>
sealed record TestServices(MailServerTest Test, TestGate Gate, SettingsDetector Detector, FindHostIdentity FindHost);
