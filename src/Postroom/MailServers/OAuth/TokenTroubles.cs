using Postroom.MailServers.Replies;

namespace Postroom.MailServers.OAuth;

/// <summary>Why no access token can be had: each kind has a name, somebody who acts, and words in every language.</summary>
public static class TokenTroubles
{
    /// <summary>The endpoint does not know the app, or its login.</summary>
    public const string Client = "token-client-wrong";

    /// <summary>The app's secret is not the right one.</summary>
    public const string SecretWrong = "token-secret-wrong";

    /// <summary>The app's secret has run out.</summary>
    public const string SecretExpired = "token-secret-expired";

    /// <summary>The refresh token, or the user behind the assertion, is no longer good.</summary>
    public const string Grant = "token-grant-refused";

    /// <summary>Nobody has agreed to what the app asks for.</summary>
    public const string Consent = "token-consent-missing";

    /// <summary>The app may not use this way of getting a token.</summary>
    public const string NotAllowed = "token-client-not-allowed";

    /// <summary>The scope is not known or not allowed.</summary>
    public const string Scope = "token-scope-wrong";

    /// <summary>The two clocks differ too much.</summary>
    public const string Clock = "token-clock-wrong";

    /// <summary>The endpoint does not understand the request.</summary>
    public const string Request = "token-request-wrong";

    /// <summary>The endpoint cannot be reached, or does not answer in time.</summary>
    public const string Unreachable = "token-endpoint-unreachable";

    /// <summary>The endpoint asks to come later.</summary>
    public const string Busy = "token-endpoint-busy";

    /// <summary>What came is no answer of a token endpoint.</summary>
    public const string Unreadable = "token-answer-unreadable";

    /// <summary>The answer is larger than 64 KiB.</summary>
    public const string TooLarge = "token-answer-too-large";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Client, SecretWrong, SecretExpired, Grant, Consent, NotAllowed, Scope, Clock, Request, Unreachable, Busy, Unreadable, TooLarge];

    /// <summary>Who acts and what is done with mail: nothing of it is the fault of a message, so all mail waits.</summary>
    public static Verdict Judge(string reason) => reason switch
    {
        Busy => new Verdict(reason, WhoActs.Wait, RetryClass.Later),
        Unreachable => new Verdict(reason, WhoActs.Administrator, RetryClass.Later),
        _ => new Verdict(reason, WhoActs.Administrator, RetryClass.Settings),
    };
}
