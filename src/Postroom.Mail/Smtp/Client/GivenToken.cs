namespace Postroom.Mail.Smtp.Client;

/// <summary>A token that somebody fetched elsewhere. There is no second one when it is refused.</summary>
public sealed class GivenToken(string token) : ITokenSource
{
    /// <inheritdoc/>
    public ValueTask<TokenAnswer> GetAsync(string? refused, CancellationToken cancellationToken) =>
        ValueTask.FromResult<TokenAnswer>(new TokenAnswer.Token(token));
}
