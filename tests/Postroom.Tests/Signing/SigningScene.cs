using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Mail.Dkim;
using Postroom.Settings;
using Postroom.Signing;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Signing;

/// <summary>The keys of a domain on a real store, under a clock and a DNS of the test.</summary>
public sealed class SigningScene : IAsyncDisposable
{
    public const string Domain = "example.com";

    public SigningScene(SqliteTestStore? store = null)
    {
        Store = store ?? new SqliteTestStore();
        Keys = KeysWith(new EphemeralDataProtectionProvider(), out var protector);
        SigningKeys = new SigningKeys(
            Store.SigningKeys, Keys, protector, new PublishedRecords(Dns), Store.Audit, Store.Time);
        Signer = new MailSigner(Keys, Store.Time);
    }

    public SqliteTestStore Store { get; }

    public KnownRecords Dns { get; } = new();

    public SigningKeyRing Keys { get; }

    public SigningKeys SigningKeys { get; }

    public MailSigner Signer { get; }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await Store.DisposeAsync();

    public async Task<SigningKey> CreateAsync(DkimAlgorithm algorithm = DkimAlgorithm.Ed25519, string domain = Domain, string? selector = null) =>
        Assert.Single(Assert.IsType<SigningChange.Done>(await SigningKeys.CreateAsync(domain, [algorithm], selector, "ann@example.com", Token)).Keys);

    public async Task<SigningKey> ActivateNewAsync(DkimAlgorithm algorithm = DkimAlgorithm.Ed25519, string domain = Domain)
    {
        var key = await CreateAsync(algorithm, domain);
        Dns.Publish(key.RecordName, key.Record);
        return Assert.Single(Assert.IsType<SigningChange.Done>(await SigningKeys.ActivateAsync(domain, key.Selector, false, "ann@example.com", Token)).Keys);
    }

    public async Task<SigningKey> FindAsync(string selector) =>
        (await Store.SigningKeys.ReadAsync(Token)).KeysOf(Domain).Single(key => key.Selector == selector);

    /// <summary>The same store as seen after the key ring was lost.</summary>
    public async Task<SigningKeyRing> WithLostKeyRingAsync()
    {
        var keys = KeysWith(new EphemeralDataProtectionProvider(), out _);
        await keys.RefreshAsync(Token);
        return keys;
    }

    public static byte[] MessageFrom(string domain) => Encoding.UTF8.GetBytes($"From: ann@{domain}\r\nSubject: x\r\n\r\nHello\r\n");

    public static string Fields(SigningOutcome outcome) =>
        Encoding.ASCII.GetString(Assert.IsType<SigningOutcome.WithSignatures>(outcome).Signatures.Span).Replace("\r\n ", " ", StringComparison.Ordinal);

    SigningKeyRing KeysWith(IDataProtectionProvider ring, out SecretProtector protector)
    {
        protector = new SecretProtector(ring);
        return new SigningKeyRing(Store.SigningKeys, protector, NullLogger<SigningKeyRing>.Instance);
    }
}
