namespace Postroom.Mail.Dkim;

/// <summary>How a signature is made.</summary>
public enum DkimAlgorithm
{
    /// <summary><c>rsa-sha256</c> (RFC 6376 §3.3.1): every receiver verifies it.</summary>
    Rsa,

    /// <summary><c>ed25519-sha256</c> (RFC 8463): short keys and cheap signatures, which not every receiver verifies yet.</summary>
    Ed25519,
}
