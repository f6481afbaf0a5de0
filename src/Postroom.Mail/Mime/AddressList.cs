using System.Collections;
using Postroom.Mail.Addresses;

namespace Postroom.Mail.Mime;

/// <summary>
/// The addresses of a header such as To, read leniently: groups, comments, routes and encoded words as mail in the wild has
/// them (RFC 5322 §3.4, §4.4). What people type goes through <see cref="MailboxParser"/> instead.
/// </summary>
public sealed class AddressList : IReadOnlyList<ListedAddress>
{
    /// <summary>The most addresses read; the rest is passed over.</summary>
    public const int MaximumCount = 10_000;

    readonly List<ListedAddress> _entries;

    AddressList(List<ListedAddress> entries, IReadOnlyList<string> problems)
    {
        _entries = entries;
        Problems = problems;
    }

    /// <summary>What was wrong with the list, in plain English.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The entries that are addresses.</summary>
    public IEnumerable<Mailbox> Mailboxes => _entries.Select(entry => entry.Mailbox).OfType<Mailbox>();

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public ListedAddress this[int index] => _entries[index];

    /// <summary>Reads a list. Never throws.</summary>
    /// <param name="text">The unfolded value, encoded words not yet decoded; null counts as empty.</param>
    public static AddressList Parse(string? text)
    {
        var problems = new ProblemList();
        var entries = new AddressListReader(text ?? "", problems).Read();
        return new AddressList(entries, problems.All);
    }

    /// <inheritdoc/>
    public IEnumerator<ListedAddress> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _entries);
}
