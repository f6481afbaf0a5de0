using System.Net;
using System.Net.Http.Json;

namespace Postroom.Client;

/// <summary>Orders and redeems account links. The client's base address is Postroom's, its Authorization header <c>Bearer KEY</c>.</summary>
public sealed class AccountLinkClient(HttpClient http)
{
    /// <summary>Has a link mailed.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="idempotencyKey">Makes a repeat harmless; null: a repeat makes another link.</param>
    /// <param name="cancellationToken">The caller's wish to stop.</param>
    /// <exception cref="HttpRequestException">It was not accepted; its status says why.</exception>
    public async Task<AccountLinkAnswer> OrderAsync(AccountLinkOrder order, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/account-links");
        request.Content = JsonContent.Create(order, PostroomJson.Default.AccountLinkOrder);
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(PostroomJson.Default.AccountLinkAnswer, cancellationToken)
            ?? throw new HttpRequestException("Postroom answered with nothing.");
    }

    /// <summary>Uses a token up; null: it is used, expired, revoked or unknown.</summary>
    /// <exception cref="HttpRequestException">Postroom could not answer; its status says why.</exception>
    public async Task<AccountLinkRedeemed?> RedeemAsync(string token, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new AccountLinkRedemption { Token = token }, PostroomJson.Default.AccountLinkRedemption);
        using var response = await http.PostAsync(new Uri("api/v1/account-links/redeem", UriKind.Relative), content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Gone) return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(PostroomJson.Default.AccountLinkRedeemed, cancellationToken);
    }

    /// <summary>Ends a link; false when there is none that could still be used.</summary>
    /// <exception cref="HttpRequestException">Postroom could not answer; its status says why.</exception>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync(new Uri($"api/v1/account-links/{Uri.EscapeDataString(id)}", UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return false;
        response.EnsureSuccessStatusCode();
        return true;
    }
}
