using Postroom.Settings;

namespace Postroom.MailServers.OAuth;

/// <summary>What OAuth 2.0 needs of the form.</summary>
static class OAuthRules
{
    /// <summary>What is wrong with the fields of a sign-in by OAuth 2.0; the secrets are looked at elsewhere.</summary>
    public static IEnumerable<SettingsProblem> Check(MailServerSettings settings)
    {
        if (settings.Grant is null) yield return new(nameof(settings.Grant), "Problem.Grant.Missing");
        if (settings.TokenEndpoint.Length == 0) yield return new(nameof(settings.TokenEndpoint), "Problem.TokenEndpoint.Missing");
        if (settings.Grant is not (null or GrantKind.ServiceAccount) && settings.ClientId.Length == 0) yield return new(nameof(settings.ClientId), "Problem.ClientId.Missing");
        if (settings.Grant is GrantKind.ServiceAccount && settings.Scope.Length == 0) yield return new(nameof(settings.Scope), "Problem.Scope.Missing");
    }

    /// <summary>What is wrong with a token endpoint; null: nothing.</summary>
    public static string? ProblemOfEndpoint(string typed)
    {
        if (typed.Contains('{', StringComparison.Ordinal)) return "Problem.TokenEndpoint.Tenant";
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.UserInfo.Length > 0 || url.Fragment.Length > 0) return "Problem.TokenEndpoint.Invalid";
        return TokenEndpoint.IsAllowed(url) ? null : "Problem.TokenEndpoint.NotHttps";
    }
}
