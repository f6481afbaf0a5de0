using Postroom.Mail.Addresses;
using Postroom.Mail.Dkim;
using Postroom.Settings;

namespace Postroom.Signing;

/// <summary>Makes, activates and retires keys, and writes each change into the audit log. What it changes is in force at once on this node.</summary>
public sealed class SigningKeys(
    ISigningKeyStore store, SigningKeyRing keys, SecretProtector protector, PublishedRecords records, IAuditLog audit,
    TimeProvider time)
{
    /// <summary>Makes keys for a domain, prepared. Their records are to be published next.</summary>
    /// <param name="domain">The From domain.</param>
    /// <param name="algorithms">A key of each.</param>
    /// <param name="selector">The name, only for one key; null: a new one for each.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<SigningChange> CreateAsync(
        string domain, IReadOnlyList<DkimAlgorithm> algorithms, string? selector, string actor,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(algorithms);
        if (selector is not null && algorithms.Count != 1)
            throw new ArgumentException("One selector names one key.", nameof(selector));
        var problems = new List<SettingsProblem>();
        var name = DomainOf(domain, problems);
        if (selector is not null && !SelectorName.IsSelector(selector))
            problems.Add(new SettingsProblem("Selector", "Problem.Signing.Selector"));
        if (problems.Count > 0) return new SigningChange.Refused(problems);

        var book = await store.ReadAsync(cancellationToken);
        var taken = book.KeysOf(name!).Select(key => key.Selector).ToList();
        var made = new List<SigningKey>();
        foreach (var algorithm in algorithms)
        {
            using var key = DkimKey.Create(algorithm);
            made.Add(Prepared(name!, selector ?? SelectorName.New(algorithm, time.GetUtcNow(), taken), key));
        }

        return await AddAsync(made, "signing-key.created", actor, cancellationToken);
    }

    /// <summary>Brings in a key from elsewhere, prepared.</summary>
    /// <param name="domain">The From domain.</param>
    /// <param name="selector">Its name, whose record may be published already.</param>
    /// <param name="pem">The private key, see <see cref="DkimKey.Read"/>.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<SigningChange> ImportAsync(
        string domain, string selector, string pem, string actor, CancellationToken cancellationToken)
    {
        var problems = new List<SettingsProblem>();
        var name = DomainOf(domain, problems);
        if (!SelectorName.IsSelector(selector))
            problems.Add(new SettingsProblem("Selector", "Problem.Signing.Selector"));
        var reading = DkimKey.Read(pem);
        if (reading is DkimKeyReading.Refused refused)
            problems.Add(new SettingsProblem("Pem", $"Problem.Signing.Pem.{refused.Fault}"));
        if (problems.Count > 0) return new SigningChange.Refused(problems);
        using var key = ((DkimKeyReading.Read)reading).Key;
        return await AddAsync([Prepared(name!, selector, key)], "signing-key.imported", actor, cancellationToken);
    }

    /// <summary>Lets a key sign from now on; the one of its kind that signed until now is retiring.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="selector">The key.</param>
    /// <param name="evenUnseen">Whether to do so although its record is not seen in DNS.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<SigningChange> ActivateAsync(
        string domain, string selector, bool evenUnseen, string actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(domain, selector, cancellationToken) is not { State: SigningKeyState.Prepared or SigningKeyState.Retiring } key)
            return Refused("Problem.Signing.NotToActivate");
        var sighting = evenUnseen ? new RecordSighting.Seen() : await records.FindAsync(key, cancellationToken);
        if (sighting is not RecordSighting.Seen) return new SigningChange.RecordNotSeen(sighting);
        if (!await store.ActivateAsync(domain, selector, time.GetUtcNow(), cancellationToken))
            return Refused("Problem.Signing.NotToActivate");
        return await DoneAsync(
            "signing-key.activated", key.RecordName, evenUnseen ? "the record was not looked for" : null, actor,
            domain, selector);
    }

    /// <summary>Takes a key one step out of use, see <see cref="ISigningKeyStore.RetireAsync"/>.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="selector">The key.</param>
    /// <param name="actor">Who, for the audit log.</param>
    /// <param name="cancellationToken">The caller's wish to stop before anything is written.</param>
    public async Task<SigningChange> RetireAsync(
        string domain, string selector, string actor, CancellationToken cancellationToken)
    {
        var key = await store.RetireAsync(domain, selector, time.GetUtcNow(), cancellationToken);
        if (key is null) return Refused("Problem.Signing.NotToRetire");
        var action = key.State == SigningKeyState.Retired ? "signing-key.retired" : "signing-key.retiring";
        return await DoneAsync(action, key.RecordName, null, actor, domain, selector);
    }

    /// <summary>Keeps what is chosen for a domain.</summary>
    public async Task<SigningChange> ChooseAsync(
        SigningDomain choice, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var problems = new List<SettingsProblem>();
        var name = DomainOf(choice.Domain, problems);
        if (choice.KeepsRecordDays is < 1 or > 90)
            problems.Add(new SettingsProblem("KeepsRecordDays", "Problem.Signing.Days", 1, 90));
        if (choice.RotatesAfterDays is < 30 or > 730)
            problems.Add(new SettingsProblem("RotatesAfterDays", "Problem.Signing.Days", 30, 730));
        if (problems.Count > 0) return new SigningChange.Refused(problems);
        await store.ChooseAsync(choice with { Domain = name! }, cancellationToken);
        return await DoneAsync("signing-domain.saved", name!, choice.ToString(), actor, name!, selector: null);
    }

    /// <summary>What DNS has for a key; null: there is no such key.</summary>
    public async Task<RecordSighting?> LookAsync(string domain, string selector, CancellationToken cancellationToken) =>
        await FindAsync(domain, selector, cancellationToken) is { } key
            ? await records.FindAsync(key, cancellationToken)
            : null;

    static SigningChange.Refused Refused(string messageKey) => new([new SettingsProblem("Selector", messageKey)]);

    static string? DomainOf(string text, List<SettingsProblem> problems)
    {
        if (DomainName.TryParse(text.Trim().TrimEnd('.'), out var domain) && !domain.IsLiteral)
            return domain.Ascii.ToLowerInvariant();
        problems.Add(new SettingsProblem("Domain", "Problem.Signing.Domain"));
        return null;
    }

    SigningKey Prepared(string domain, string selector, DkimKey key)
    {
        var kept = new SigningKey(
            domain, selector, key.Algorithm, key.PublicKey, SigningKeyState.Prepared, time.GetUtcNow());
        return kept with { ProtectedKey = protector.Protect(SigningKeyRing.Purpose, kept.RecordName, key.ExportPem()) };
    }

    async Task<SigningKey?> FindAsync(string domain, string selector, CancellationToken cancellationToken) =>
        (await store.ReadAsync(cancellationToken)).KeysOf(domain).FirstOrDefault(key => key.Selector == selector);

    async Task<SigningChange> AddAsync(
        List<SigningKey> made, string action, string actor, CancellationToken cancellationToken)
    {
        if (!await store.AddAsync(made, cancellationToken)) return Refused("Problem.Signing.Taken");
        // The keys stand from here on, so their entries are written whatever the caller now wishes.
        foreach (var key in made)
        {
            await audit.AddAsync(
                new AuditEntry(time.GetUtcNow(), actor, action, key.RecordName, key.Algorithm.ToString()),
                CancellationToken.None);
        }
        await keys.RefreshAsync(CancellationToken.None);
        return new SigningChange.Done(made);
    }

    async Task<SigningChange> DoneAsync(
        string action, string subject, string? detail, string actor, string domain, string? selector)
    {
        await audit.AddAsync(new AuditEntry(time.GetUtcNow(), actor, action, subject, detail), CancellationToken.None);
        await keys.RefreshAsync(CancellationToken.None);
        return new SigningChange.Done(
            [.. keys.Book.KeysOf(domain).Where(key => selector is null || key.Selector == selector)]);
    }
}
