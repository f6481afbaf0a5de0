using System.Globalization;
using Postroom.Accepting;
using Postroom.Diagnosis.Domains;
using Postroom.Mail.Addresses;
using Postroom.Settings;
using Postroom.Signing;

namespace Postroom.Admin.DomainPages;

/// <summary>Gathers what the pages show of From domains: those that have keys, and those that mail is from.</summary>
sealed class DomainQueries(
    ISigningKeyStore store, SigningKeyRing keys, ISenderIdentity sender, IAppStore apps, OwnDomain own,
    DomainCheck check)
{
    /// <summary>The domain in an address of these pages; null: it is none, or not in its one form.</summary>
    public static DomainName? Read(string text) =>
        DomainName.TryParse(text, out var domain) && !domain.IsLiteral && domain.Ascii == text ? domain : null;

    /// <summary>All domains by name.</summary>
    public async Task<IReadOnlyList<DomainView>> ListAsync(CancellationToken cancellationToken)
    {
        var book = await store.ReadAsync(cancellationToken);
        var senders = (await apps.ListAsync(cancellationToken)).Select(app => MailboxParser.Parse(app.Sender ?? ""))
            .OfType<MailboxParse.Parsed>().Select(parsed => parsed.Mailbox.Address.Domain).Append(sender.Current.From?.Address.Domain);
        var names = senders.OfType<DomainName>().Where(domain => !domain.IsLiteral).Select(domain => domain.Ascii).Concat(book.Keys.Select(key => key.Domain));
        return [.. names.Distinct().Order(StringComparer.Ordinal).Select(Read).OfType<DomainName>().Select(domain => View(book, domain))];
    }

    /// <summary>One domain.</summary>
    public async Task<DomainView> ReadAsync(DomainName domain, CancellationToken cancellationToken) =>
        View(await store.ReadAsync(cancellationToken), domain);

    /// <summary>Asks DNS all that counts for mail from a domain.</summary>
    public async Task<DomainReport> CheckAsync(DomainName domain, CultureInfo language, CancellationToken cancellationToken)
    {
        var book = await store.ReadAsync(cancellationToken);
        var request = new DomainCheckRequest(domain, own.Route, language)
        {
            Envelope = sender.Current.EnvelopeSender?.Domain,
            Keys = OwnKeys.Of(book, domain),
        };
        return await check.RunAsync(request, cancellationToken);
    }

    DomainView View(SigningSnapshot book, DomainName domain)
    {
        var choice = book.ChoiceOf(domain.Ascii);
        return new DomainView(domain, choice, [.. book.KeysOf(domain.Ascii).OrderBy(key => Rank(key.State)).Select(key => new KeyView(
            key, keys.IsLost(key), key.RetiringAt?.AddDays(choice.KeepsRecordDays), new RecordToPublish(key.RecordName, "TXT", key.Record, Replaces: false)))]);
    }

    // What is at work first, what is over last.
    static int Rank(SigningKeyState state) => state switch { SigningKeyState.Active => 0, SigningKeyState.Prepared => 1, SigningKeyState.Retiring => 2, _ => 3 };
}

/// <summary>A From domain as the pages show it.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Choice">What is chosen for it.</param>
/// <param name="Keys">Its keys, those at work first.</param>
public sealed record DomainView(DomainName Name, SigningDomain Choice, IReadOnlyList<KeyView> Keys)
{
    /// <summary>Whether mail from it is signed by keys of its own.</summary>
    public bool Signs => Keys.Any(key => key.Key.State == SigningKeyState.Active);

    /// <summary>Whether an active key cannot be used.</summary>
    public bool HasTrouble => Keys.Any(key => key.IsLost);
}

/// <summary>A key as the pages show it.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsLost">Whether its private half is needed and cannot be read any more.</param>
/// <param name="RecordUntil">How long its record must stay published; null: it signs, or never did.</param>
/// <param name="Record">Its record.</param>
public sealed record KeyView(SigningKey Key, bool IsLost, DateTimeOffset? RecordUntil, RecordToPublish Record);
