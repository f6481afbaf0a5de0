namespace Postroom.Mail.Smtp.Client;

/// <summary>Gives the access token of a login that has no password (RFC 6749 §1.4). Asked once for each login.</summary>
public interface ITokenSource
{
    /// <summary>A token that is good now.</summary>
    /// <param name="refused">The token that the mail server refused, so that it is not given again; null: none was.</param>
    /// <param name="cancellationToken">The caller's wish to wait no longer; a request others wait for goes on.</param>
    ValueTask<TokenAnswer> GetAsync(string? refused, CancellationToken cancellationToken);
}

/// <summary>What became of asking for a token.</summary>
public abstract record TokenAnswer
{
    private protected TokenAnswer() { }

    /// <summary>There is one. Its text never contains it.</summary>
    /// <param name="Value">The token: printable ASCII without blanks.</param>
    public sealed record Token(string Value) : TokenAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => "***";
    }

    /// <summary>There is none.</summary>
    /// <param name="Reason">A stable name of the trouble, such as <c>token-secret-expired</c>.</param>
    /// <param name="Detail">One plain English sentence. Never a secret.</param>
    public sealed record Unavailable(string Reason, string Detail) : TokenAnswer;
}
