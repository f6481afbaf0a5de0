using System.Globalization;
using Postroom.Languages;

namespace Postroom.Diagnosis.Remedies;

/// <summary>Other settings in words: as part of a sentence, and on a button.</summary>
static class AlternativeText
{
    /// <summary>What is other about the settings, such as <c>STARTTLS on port 587</c>.</summary>
    public static string Of(SuggestedSettings settings, CultureInfo language) => Say("Alternative", settings, language);

    /// <summary>What a button says, such as <c>Use port 587 with STARTTLS</c>.</summary>
    public static string Action(SuggestedSettings settings, CultureInfo language)
    {
        var action = Say("Alternative.Use", settings, language);
        return settings.PinnedCertificate is not null && settings.HasAlternative
            ? Texts.GetIn(language, "Alternative.Use.and-trust", action)
            : action;
    }

    static string Say(string prefix, SuggestedSettings settings, CultureInfo language)
    {
        var (word, value) = KindOf(settings);
        return Texts.GetIn(language, $"{prefix}.{word}", value);
    }

    // A suggestion changes one thing, or a port together with its protection.
    static (string Word, object? Value) KindOf(SuggestedSettings settings) => settings switch
    {
        { Host: { } host } => ("host", host),
        { Security: { } security, Port: { } port } => ($"{security}.port", port),
        { Security: { } security } => (security, null),
        { Port: { } port } => ("port", port),
        { AddressFamily: { } family } => (family, null),
        { Anonymous: true } => ("anonymous", null),
        { Anonymous: false } => ("login", null),
        { UserName: { } user } => ("user-name", user),
        { Mechanism: { } mechanism } => (mechanism == "auto" ? "mechanism.auto" : "mechanism", mechanism),
        { From: { } from } => ("from", from),
        { EnvelopeSender: not null } => ("envelope-sender", null),
        { EhloName: { } name } => ("ehlo", name),
        _ => ("pin", settings.PinnedCertificate),
    };
}
