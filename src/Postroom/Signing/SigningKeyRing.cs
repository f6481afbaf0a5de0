using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Postroom.Mail.Dkim;
using Postroom.Settings;

namespace Postroom.Signing;

/// <summary>
/// The active keys, opened and kept in memory: asked for every message. Read again after each change and every half
/// minute.
/// </summary>
public sealed partial class SigningKeyRing(
    ISigningKeyStore store, SecretProtector protector, ILogger<SigningKeyRing> logger)
        : ISharedSettings, IVerifiedDomains
{
    /// <summary>What the private halves are protected for.</summary>
    internal const string Purpose = "signing key";

    volatile Snapshot _snapshot = new(new SigningSnapshot([], []), FrozenDictionary<string, SigningSet>.Empty, []);

    /// <inheritdoc/>
    public string Name => "signing keys";

    /// <summary>All keys and choices as last read.</summary>
    public SigningSnapshot Book => _snapshot.Book;

    /// <summary>Whether no domain signs at all.</summary>
    public bool IsEmpty => _snapshot.Sets.Count == 0;

    /// <inheritdoc/>
    public IReadOnlyList<string> Verified => [.. _snapshot.Sets.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var book = await store.ReadAsync(cancellationToken);
        var former = _snapshot.Opened.ToDictionary(opened => (opened.Key.RecordName, opened.Key.ProtectedKey));
        // Keys that stay are not opened again, and those that went are left to the collector: a session may be signing
        // with them.
        var opened = book.Keys.Where(key => key.State == SigningKeyState.Active)
            .Select(key => former.TryGetValue((key.RecordName, key.ProtectedKey), out var known) ? known : Open(key)).ToList();
        var sets = opened.GroupBy(one => one.Key.Domain)
            .ToFrozenDictionary(
                group => group.Key, group => new SigningSet(book.ChoiceOf(group.Key), [.. group]),
                StringComparer.Ordinal);
        _snapshot = new Snapshot(book, sets, opened);
    }

    /// <summary>
    /// What signs for a From domain: its own keys, else those of the nearest domain above that does so by choice; null:
    /// nothing.
    /// </summary>
    /// <param name="domain">The domain in wire form.</param>
    public SigningSet? Find(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var sets = _snapshot.Sets;
        if (sets.Count == 0) return null;
        if (sets.TryGetValue(domain, out var own)) return own;
        for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            if (sets.TryGetValue(domain[(dot + 1)..], out var above) && above.Choice.SignsSubdomains) return above;
        }

        return null;
    }

    /// <summary>Whether the private half of an active key cannot be read any more.</summary>
    public bool IsLost(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _snapshot.Opened.Find(opened => opened.Key.RecordName == key.RecordName) is { Opened: null };
    }
    OpenedKey Open(SigningKey key)
    {
        if (protector.Unprotect(Purpose, key.RecordName, key.ProtectedKey) is SecretReading.Read secret
            && DkimKey.Read(secret.Secret) is DkimKeyReading.Read read)
        {
            return new OpenedKey(key, read.Key);
        }
        KeyLost(key.Domain, key.Selector);
        return new OpenedKey(key, null);
    }

    sealed record Snapshot(SigningSnapshot Book, FrozenDictionary<string, SigningSet> Sets, List<OpenedKey> Opened);

    [LoggerMessage(16001, LogLevel.Error,
        "The signing key {Selector} of {Domain} cannot be read: the keys of the data folder were lost or replaced. " +
        "Restore them, or make a new key on the page Domains.")]
    partial void KeyLost(string domain, string selector);
}

/// <summary>What signs for one domain.</summary>
/// <param name="Choice">What is chosen for it.</param>
/// <param name="Keys">Its active keys, at least one.</param>
public sealed record SigningSet(SigningDomain Choice, IReadOnlyList<OpenedKey> Keys);

/// <summary>An active key.</summary>
/// <param name="Key">As it is kept.</param>
/// <param name="Opened">It, ready to sign; null: its private half cannot be read any more.</param>
public sealed record OpenedKey(SigningKey Key, DkimKey? Opened)
{
    /// <inheritdoc/>
    public override string ToString() => Key.ToString();
}
