using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Postroom.People.SingleSignOn;

/// <summary>Exchanges a code for tokens, checks them, and asks who it is.</summary>
public sealed class SingleSignOnExchange(
    ProviderClient client, ProviderDocuments providers, SingleSignOnSettingsStore store, TimeProvider time)
{
    /// <summary>Runs an exchange.</summary>
    internal async Task<ProviderAnswer<SingleSignOnIdentity>> RunAsync(
        CodeExchange asked, CancellationToken cancellationToken)
    {
        if (asked.Settings.ProtectedSecret is not null && store.SecretOf(asked.Settings) is null) return Failed("the kept client secret cannot be read any more: write it again");
        using var request = TokenRequest(asked);
        var answer = await client.ProbeAsync(request, cancellationToken);
        if (answer is not ProviderAnswer<JsonElement>.Came { Value: var tokens }) return Failed("the code was not exchanged: " + ((ProviderAnswer<JsonElement>.Failed)answer).Reason);
        var reading = await ReadAsync(IdToken.Text(tokens, "id_token"), asked, cancellationToken);
        if (reading is not IdTokenReading.Valid { Claims: var claims })
            return Failed(((IdTokenReading.Refused)reading).Reason);
        var (told, problem) = await UserInfoAsync(asked.Provider, IdToken.Text(tokens, "access_token"), claims, cancellationToken);
        if (problem is not null) return Failed(problem);
        return new ProviderAnswer<SingleSignOnIdentity>.Came(new SingleSignOnIdentity(
            asked.Provider.Issuer, IdToken.Text(claims, "sub")!, IdToken.Text(told, "email"), IdToken.IsTrue(told, "email_verified"), IdToken.Text(told, "name")));
    }

    static ProviderAnswer<SingleSignOnIdentity>.Failed Failed(string reason) => new(reason);

    // A provider that has changed its keys is asked for them, and the token is read once more (OpenID Connect Core §10.1.1).
    async Task<IdTokenReading> ReadAsync(string? token, CodeExchange asked, CancellationToken cancellationToken)
    {
        Task<IdTokenReading> ReadWithAsync(ProviderDocument provider) =>
            IdToken.ReadAsync(token, provider, asked.Settings.ClientId, asked.Nonce, time.GetUtcNow());
        var reading = await ReadWithAsync(asked.Provider);
        if (reading is not IdTokenReading.Refused { IsSignature: true }) return reading;
        return await providers.RenewAsync(asked.Provider, cancellationToken) is { } renewed
            ? await ReadWithAsync(renewed)
            : reading;
    }

    // The secret goes as HTTP Basic unless the provider only takes it in the form (RFC 6749 §2.3.1).
    HttpRequestMessage TokenRequest(CodeExchange asked)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = asked.Code,
            ["redirect_uri"] = asked.RedirectUri,
            ["code_verifier"] = asked.Verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, asked.Provider.Token);
        var secret = store.SecretOf(asked.Settings);
        if (secret is null || !asked.Provider.TakesBasic) form["client_id"] = asked.Settings.ClientId;
        if (secret is not null && !asked.Provider.TakesBasic) form["client_secret"] = secret;
        if (secret is not null && asked.Provider.TakesBasic)
        {
            var credentials = $"{Uri.EscapeDataString(asked.Settings.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    // Without the endpoint, what the ID token says must do. With it, it must speak of the same person (OpenID Connect Core 1.0 §5.3.2).
    async Task<(JsonElement Told, string? Problem)> UserInfoAsync(ProviderDocument provider, string? accessToken, JsonElement claims, CancellationToken cancellationToken)
    {
        if (provider.UserInfo is null || accessToken is null) return (claims, null);
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.UserInfo);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {accessToken}");
        var answer = await client.ProbeAsync(request, cancellationToken);
        if (answer is not ProviderAnswer<JsonElement>.Came { Value: var told }) return (default, "who it is was not told: " + ((ProviderAnswer<JsonElement>.Failed)answer).Reason);
        return IdToken.Text(told, "sub") == IdToken.Text(claims, "sub") ? (told, null) : (default, "user info is about somebody else than the ID token");
    }
}

/// <summary>A code to be exchanged.</summary>
sealed record CodeExchange(
    ProviderDocument Provider, SingleSignOnSettings Settings, string Code, string Verifier, string Nonce,
    string RedirectUri)
{
    /// <summary>Nothing of code and verifier.</summary>
    public override string ToString() => nameof(CodeExchange);
}
