using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Postroom.Settings;

/// <summary>Protects secrets at rest. The keys are outside the database file, so that neither is worth anything alone.</summary>
public sealed class SecretProtector(IDataProtectionProvider provider)
{
    const string Root = "Postroom.Secrets.v1";

    /// <summary>Protects a secret for one purpose; only the same purpose reads it again.</summary>
    /// <param name="purpose">What it is, such as <c>mail server password</c>.</param>
    /// <param name="boundTo">What it is bound to: a text protected for one server cannot be read for another.</param>
    /// <param name="secret">The secret.</param>
    public string Protect(string purpose, string boundTo, string secret) =>
        provider.CreateProtector(Root, purpose, boundTo).Protect(secret);

    /// <summary>Reads it again.</summary>
    /// <param name="purpose">As given when it was protected.</param>
    /// <param name="boundTo">As given when it was protected.</param>
    /// <param name="protectedText">The protected text.</param>
    public SecretReading Unprotect(string purpose, string boundTo, string protectedText)
    {
        try { return new SecretReading.Read(provider.CreateProtector(Root, purpose, boundTo).Unprotect(protectedText)); }
        catch (CryptographicException) { return new SecretReading.Lost(); }
    }
}
