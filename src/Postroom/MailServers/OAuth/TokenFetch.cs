namespace Postroom.MailServers.OAuth;

/// <summary>What became of asking a token endpoint.</summary>
abstract record TokenFetch
{
    private protected TokenFetch() { }

    /// <summary>It gave a token. The text never contains it.</summary>
    /// <param name="Token">The access token.</param>
    /// <param name="ExpiresAt">Until when it is good.</param>
    /// <param name="RefreshToken">A refresh token in place of the one that was used; null: that one stays.</param>
    public sealed record Got(string Token, DateTimeOffset ExpiresAt, string? RefreshToken) : TokenFetch
    {
        public override string ToString() => $"Got *** until {ExpiresAt:u}";
    }

    /// <summary>It gave none.</summary>
    /// <param name="Reason">A name of <see cref="TokenTroubles"/>.</param>
    /// <param name="Detail">One plain English sentence, secrets masked.</param>
    public sealed record Failed(string Reason, string Detail) : TokenFetch;
}
