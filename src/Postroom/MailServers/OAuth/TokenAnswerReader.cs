using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Postroom.MailServers.OAuth;

/// <summary>Reads what a token endpoint said (RFC 6749 §5). It comes from outside: every value has a bound.</summary>
static class TokenAnswerReader
{
    const int MaxTokenLength = 8 * 1024;
    const int MaxShown = 300;

    /// <summary>What is assumed where no lifetime is said (RFC 6749 §5.1 only recommends to say it).</summary>
    static readonly TimeSpan UnsaidLifetime = TimeSpan.FromMinutes(5);

    static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(4);

    /// <summary>Reads an answer.</summary>
    /// <param name="order">What was asked.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body.</param>
    /// <param name="said">The endpoint's own clock (its Date header); null: it has none.</param>
    /// <param name="now">Ours.</param>
    public static TokenFetch Read(TokenOrder order, HttpStatusCode status, ReadOnlySpan<byte> body, DateTimeOffset? said, DateTimeOffset now)
    {
        var host = order.Endpoint.Host;
        if ((int)status is 429 or >= 500) return new TokenFetch.Failed(TokenTroubles.Busy, $"The token endpoint {host} asks to come later: HTTP {Number(status)}.");

        var answer = Answer.Parse(body);
        if (answer is null)
        {
            return new TokenFetch.Failed(
                TokenTroubles.Unreadable, $"{host} answered HTTP {Number(status)} with something that is no answer of a token endpoint: is the address right?");
        }

        if (answer.Error is { Length: > 0 } || (int)status is < 200 or > 299) return Refused(order, answer, status, said, now);
        if (!IsToken(answer.AccessToken)) return new TokenFetch.Failed(TokenTroubles.Unreadable, $"{host} gave no access token that could be used.");
        if (answer.TokenType is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return new TokenFetch.Failed(TokenTroubles.Unreadable, $"{host} gave a token of the type {Shown(type, order)}, and mail servers take Bearer alone.");

        var lifetime = answer.ExpiresIn is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetime.TotalSeconds)) : UnsaidLifetime;
        var rotated = IsToken(answer.RefreshToken) && answer.RefreshToken != order.RefreshToken ? answer.RefreshToken : null;
        return new TokenFetch.Got(answer.AccessToken!, now + lifetime, rotated);
    }

    static TokenFetch.Failed Refused(TokenOrder order, Answer answer, HttpStatusCode status, DateTimeOffset? said, DateTimeOffset now)
    {
        var error = answer.Error is { Length: > 0 } named ? named : $"HTTP {Number(status)}";
        var reason = Reason(error, answer.Description ?? "", order.Grant, said is { } clock ? (clock - now).Duration() : TimeSpan.Zero);
        var words = answer.Description is { Length: > 0 } description ? $"{error}: {description}" : error;
        return new TokenFetch.Failed(reason, $"The token endpoint {order.Endpoint.Host} gave no token. It says: {Shown(words, order)}");
    }

    // RFC 6749 §5.2; the AADSTS numbers are Microsoft's, the words about iat and exp Google's.
    static string Reason(string error, string description, GrantKind grant, TimeSpan skew)
    {
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
                if (description.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
            return false;
        }

        if (Says("AADSTS7000222")) return TokenTroubles.SecretExpired;
        if (Says("AADSTS7000215")) return TokenTroubles.SecretWrong;
        if (Says("AADSTS65001", "AADSTS65004") || error is "consent_required" or "interaction_required") return TokenTroubles.Consent;
        if (Says("AADSTS700024", "iat and exp", "reasonable timeframe")) return TokenTroubles.Clock;
        if (grant == GrantKind.ServiceAccount && error == "invalid_grant" && skew > ToleratedSkew) return TokenTroubles.Clock;
        if (Says("AADSTS700016", "AADSTS90002")) return TokenTroubles.Client;
        if (Says("AADSTS70011", "AADSTS1002012")) return TokenTroubles.Scope;
        return error switch
        {
            "invalid_client" => TokenTroubles.Client,
            "invalid_grant" => TokenTroubles.Grant,
            "unauthorized_client" or "access_denied" or "unsupported_grant_type" => TokenTroubles.NotAllowed,
            "invalid_scope" => TokenTroubles.Scope,
            "temporarily_unavailable" or "server_error" or "slow_down" => TokenTroubles.Busy,
            _ => TokenTroubles.Request,
        };
    }

    static bool IsToken(string? token) => token is { Length: > 0 and <= MaxTokenLength } && token.All(c => c is > ' ' and <= '~');

    /// <summary>Words from outside, cut, harmless to show, and without any secret of ours they repeat.</summary>
    public static string Shown(string words, TokenOrder order)
    {
        foreach (var secret in new[] { order.ClientSecret, order.RefreshToken })
            if (!string.IsNullOrEmpty(secret)) words = words.Replace(secret, "***", StringComparison.Ordinal);
        var text = new StringBuilder();
        foreach (var rune in words.EnumerateRunes())
        {
            if (text.Length >= MaxShown) return text.Append('…').ToString();
            text.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned ? " " : rune.ToString());
        }

        return text.ToString();
    }

    static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    sealed record Answer(string? AccessToken, string? TokenType, double? ExpiresIn, string? RefreshToken, string? Error, string? Description)
    {
        public static Answer? Parse(ReadOnlySpan<byte> body)
        {
            try
            {
                using var json = JsonDocument.Parse(body.ToArray(), new JsonDocumentOptions { MaxDepth = 8 });
                var root = json.RootElement;
                return root.ValueKind != JsonValueKind.Object ? null : new Answer(
                    Text(root, "access_token"), Text(root, "token_type"), Seconds(root), Text(root, "refresh_token"), Text(root, "error"), Text(root, "error_description"));
            }
            catch (JsonException) { return null; }
        }

        static string? Text(JsonElement root, string name)
        {
            try { return root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null; }
            catch (InvalidOperationException) { return null; } // a lone surrogate, or bytes that are no UTF-8
        }

        // A number, or the same as text, as some endpoints write it.
        static double? Seconds(JsonElement root)
        {
            if (!root.TryGetProperty("expires_in", out var value)) return null;
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)) return number;
            return double.TryParse(Text(root, "expires_in"), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number : null;
        }
    }
}
