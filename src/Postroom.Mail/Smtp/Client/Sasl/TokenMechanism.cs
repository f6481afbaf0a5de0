using System.Text;
using System.Text.Json;

namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>
/// An access token in place of a password: OAUTHBEARER (RFC 7628) and its older form XOAUTH2. A server that refuses says
/// why in a challenge, and wants an answer to it before it says no (RFC 7628 §3.2.3).
/// </summary>
/// <param name="login">The login with its token.</param>
/// <param name="isBearer">OAUTHBEARER; false: XOAUTH2.</param>
sealed class TokenMechanism(SaslLogin login, bool isBearer) : SaslMechanism
{
    static readonly string[] Told = ["status", "scope", "error_description"];

    const int MaxErrorLength = 4_096;
    const int MaxShown = 200;

    bool _hasResponded;

    public override string Name => isBearer ? "OAUTHBEARER" : "XOAUTH2";

    public override byte[] InitialResponse => Encoding.UTF8.GetBytes(isBearer
        ? $"n,a={Escaped},\u0001host={login.Host}\u0001port={login.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}\u0001auth=Bearer {login.Token}\u0001\u0001"
        : $"user={login.Credentials.UserName}\u0001auth=Bearer {login.Token}\u0001\u0001");

    string Escaped => login.Credentials.UserName.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    public override byte[]? Respond(ReadOnlySpan<byte> challenge)
    {
        if (_hasResponded) return null;
        _hasResponded = true;

        // Some servers ask for the initial response though they got it; an error is never empty.
        if (challenge.IsEmpty) return InitialResponse;
        Trouble = new SaslTrouble(SmtpFault.TokenRefused, $"refused the access token: {Explain(challenge)}.");
        return isBearer ? [1] : [];
    }

    // {"status":"invalid_token","scope":"...","schemes":"bearer"} (RFC 7628 §3.2.2), from whoever answers.
    static string Explain(ReadOnlySpan<byte> challenge)
    {
        if (challenge.Length > MaxErrorLength) return "its reason is too long to be read";
        try
        {
            using var json = JsonDocument.Parse(challenge.ToArray(), new JsonDocumentOptions { MaxDepth = 4 });
            if (json.RootElement.ValueKind != JsonValueKind.Object) return "it gives no reason that can be read";
            var parts = Told
                .Select(name => (Name: name, Text: Text(json.RootElement, name)))
                .Where(part => part.Text.Length > 0)
                .Select(part => $"{part.Name} {part.Text}")
                .ToList();
            return parts.Count > 0 ? string.Join(", ", parts) : "it gives no reason";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text in it that is no Unicode, such as half of a surrogate pair.
            return "it gives no reason that can be read";
        }
    }

    static string Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value)) return "";
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return ReplyText.Show(Encoding.UTF8.GetBytes(text), MaxShown);
    }
}
