namespace Postroom.Mail.Smtp.Client.Sasl;

/// <summary>What a mechanism may know of the login and its connection.</summary>
/// <param name="Credentials">The login.</param>
/// <param name="Host">The server, as it is called in the settings.</param>
/// <param name="Port">Its port.</param>
sealed record SaslLogin(SmtpCredentials Credentials, string Host = "", int Port = 0)
{
    /// <summary>The access token; null: the login has a password.</summary>
    public string? Token { get; init; }

    /// <summary>What binds the login to the TLS channel; null: plaintext, or the certificate has no such value.</summary>
    public ChannelBinding? Binding { get; init; }

    /// <summary>Whether the server offers a mechanism that binds to the channel.</summary>
    public bool IsBindingOffered { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"SaslLogin {{ {Credentials} }}"; // never the token
}
