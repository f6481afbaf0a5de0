using System.Text.Json;

namespace Postroom.Client;

/// <summary>The body of <c>POST /api/v1/account-links</c>: mail somebody a link to a page of the app.</summary>
public sealed record AccountLinkOrder
{
    /// <summary><c>set-password</c>, <c>reset</c>, <c>invitation</c> or <c>confirm</c>.</summary>
    public string? Purpose { get; init; }

    /// <summary>Who gets the link.</summary>
    public string? Email { get; init; }

    /// <summary>The person's name, at most 100 characters; null: unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The language of the letter, such as <c>ja</c>; null: the product's.</summary>
    public string? Language { get; init; }

    /// <summary>The app's page, on the app's list of allowed pages. The token comes in the query as <c>token</c>; where the URL ends in <c>#</c>, in the fragment.</summary>
    public string? Url { get; init; }

    /// <summary>Worth nothing from then on (RFC 3339), at most 30 days away; null: 72 hours, 1 hour, 7 days or 24 hours by purpose.</summary>
    public string? Expires { get; init; }

    /// <summary>Fields that are none of the above, by name, so that a misspelt one is named and not ignored.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>The answer to an order.</summary>
/// <param name="Id">Names the link, to revoke it; opens nothing.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Email">Who gets it.</param>
/// <param name="ExpiresAt">Worth nothing from then on; the mail is not sent later either.</param>
/// <param name="MessageId">The message that carries it, for <c>GET /api/v1/messages/{id}</c>.</param>
public sealed record AccountLinkAnswer(string Id, string Purpose, string Email, DateTimeOffset ExpiresAt, string MessageId);

/// <summary>The body of <c>POST /api/v1/account-links/redeem</c>.</summary>
public sealed record AccountLinkRedemption
{
    /// <summary>The token that came to the app's page.</summary>
    public string? Token { get; init; }

    /// <summary>Fields that are none of the above.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Nothing of the token.</summary>
    public override string ToString() => nameof(AccountLinkRedemption);
}

/// <summary>The answer to a token that was good. It is burned now.</summary>
/// <param name="Id">The link.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Email">Whose address is hereby shown to be theirs.</param>
/// <param name="Name">The name of the order; null: none.</param>
/// <param name="Language">The language of the order; null: none.</param>
/// <param name="CreatedAt">When it was ordered.</param>
public sealed record AccountLinkRedeemed(string Id, string Purpose, string Email, string? Name, string? Language, DateTimeOffset CreatedAt);
