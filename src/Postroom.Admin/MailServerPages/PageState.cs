using Postroom.Diagnosis.Detection;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Admin.MailServerPages;

/// <summary>What the mail server page shows: values, saved or typed, and what is said about them.</summary>
public sealed record PageState
{
    /// <summary>The name of the password field. It is in the page only when somebody asked for it.</summary>
    public const string PasswordField = "Password";

    /// <summary>The values.</summary>
    public required MailServerForm Form { get; init; }

    /// <summary>The stored version the values were made from.</summary>
    public required int Version { get; init; }

    /// <summary>The region chosen with the preset; null: none.</summary>
    public string? Region { get; init; }

    /// <summary>Who gets a test message; null: the reader.</summary>
    public string? TestTo { get; init; }

    /// <summary>Whether the password, or the secrets of OAuth 2.0, can be typed.</summary>
    public bool AsksPassword { get; init; }

    /// <summary>Whether the values differ from those in force, because somebody typed them.</summary>
    public bool IsTyped { get; init; }

    /// <summary>Whether a test is about to be shown.</summary>
    public bool IsTesting { get; init; }

    /// <summary>What a button of the former verdict changed before this test, in words; null: nothing.</summary>
    public string? Applied { get; init; }

    /// <summary>Whether a secret was typed for this test, which no page gives back.</summary>
    public bool HasTypedSecret { get; init; }

    /// <summary>Whether notifications are sent, as typed; null: as it is in force.</summary>
    public bool? SendsNotifications { get; init; }

    /// <summary>What was done just now; null: nothing.</summary>
    public string? Done { get; init; }

    /// <summary>What settings were looked for, an e-mail address or a host; null: nothing.</summary>
    public string? DetectFor { get; init; }

    /// <summary>What was found; null: nothing was looked for.</summary>
    public DetectionResult? Detected { get; init; }

    /// <summary>How long to wait before the next test, where there were too many; else zero.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>What is wrong with the values.</summary>
    public IReadOnlyList<SettingsProblem> Problems { get; init; } = [];

    /// <summary>The values in force.</summary>
    public static PageState Of(MailServerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new PageState { Form = view.Form, Version = view.Version };
    }
}
