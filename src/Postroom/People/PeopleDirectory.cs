using Postroom.Mail.Addresses;

namespace Postroom.People;

/// <summary>Knows who is behind the login of a forge: entered by hand, imported, or learnt from payloads that carry addresses.</summary>
public sealed class PeopleDirectory(IDirectoryStore store)
{
    /// <summary>The source of logins that are the same person in every forge.</summary>
    public const string AnySource = "*";

    /// <summary>The most characters of a login or name that are kept.</summary>
    public const int MaximumLength = 200;

    static readonly HashSet<string> NobodyReads = new(StringComparer.OrdinalIgnoreCase)
    {
        "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "no.reply",
    };

    /// <summary>Who a login is; null: unknown.</summary>
    /// <param name="source">The forge.</param>
    /// <param name="login">The login, in any case.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Person?> FindAsync(string source, string login, CancellationToken cancellationToken) =>
        (await store.FindAsync(source, [login], cancellationToken)).GetValueOrDefault(login);

    /// <summary>Who these logins are; unknown ones are missing. Keys compare without regard to case.</summary>
    /// <param name="source">The forge.</param>
    /// <param name="logins">The logins, in any case.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyDictionary<string, Person>> FindAsync(
        string source, IReadOnlyCollection<string> logins, CancellationToken cancellationToken) =>
        store.FindAsync(source, logins, cancellationToken);

    /// <summary>Keeps what a payload told of a login. An address that takes no mail is passed over.</summary>
    /// <param name="source">The forge.</param>
    /// <param name="login">The login.</param>
    /// <param name="name">The name; null: the payload has none.</param>
    /// <param name="email">The address; null: the payload has none.</param>
    /// <param name="language">The language tag; null: the payload has none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task LearnAsync(string source, string login, string? name, string? email, string? language, CancellationToken cancellationToken) =>
        LearnAsync([new DirectoryEntry(source, login, name, email, language)], cancellationToken);

    /// <summary>Keeps what a payload told of logins of one source. Writes only where something is new.</summary>
    public async Task LearnAsync(IReadOnlyList<DirectoryEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var told = entries.Select(Clean).Where(entry => entry.Login.Length > 0).ToList();
        var news = new List<DirectoryEntry>();
        foreach (var source in told.GroupBy(entry => entry.Source, StringComparer.Ordinal))
        {
            var known = await store.FindAsync(source.Key, [.. source.Select(entry => entry.Login)], cancellationToken);
            news.AddRange(source.Where(entry => HasNews(entry, known.GetValueOrDefault(entry.Login))));
        }

        if (news.Count > 0) await store.PutAsync(news, isLearnt: true, cancellationToken);
    }

    /// <summary>Keeps entries that somebody made or imported. They stand against whatever is learnt.</summary>
    public Task PutAsync(IReadOnlyList<DirectoryEntry> entries, CancellationToken cancellationToken) =>
        store.PutAsync(entries, isLearnt: false, cancellationToken);

    /// <summary>Whether mail to this address could reach a person: an address, and none that says that nobody reads it.</summary>
    public static bool TakesMail(string? email)
    {
        if (!MailboxParser.TryParseAddress(email, out var address)) return false;
        var wire = address.Wire;
        var at = wire.LastIndexOf('@');
        var local = wire[..at].Split('+')[0];
        return !NobodyReads.Contains(local) && !wire[(at + 1)..].Split('.').Any(NobodyReads.Contains);
    }

    static DirectoryEntry Clean(DirectoryEntry entry) => entry with
    {
        Login = Cut(entry.Login) ?? "",
        Name = Cut(entry.Name),
        Email = TakesMail(entry.Email) ? entry.Email!.Trim() : null,
        Language = entry.Language?.Trim() is { Length: > 0 and <= 35 } tag ? tag : null,
    };

    static string? Cut(string? text)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed)) return null;
        return trimmed.Length <= MaximumLength ? trimmed : trimmed[..MaximumLength];
    }

    static bool HasNews(DirectoryEntry told, Person? known) => known is null
        ? told.Email is not null
        : (told.Email is not null && !told.Email.Equals(known.Email, StringComparison.OrdinalIgnoreCase))
            || (told.Name is not null && known.Name is null)
            || (told.Language is not null && known.Language is null);
}
