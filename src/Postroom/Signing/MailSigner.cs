using Postroom.Mail.Dkim;

namespace Postroom.Signing;

/// <summary>
/// Signs a message as it leaves, with every active key of its From domain that can be used. One that cannot does not hold up
/// the mail while another can.
/// </summary>
public sealed class MailSigner(SigningKeyRing keys, TimeProvider time)
{
    /// <summary>Signs a message.</summary>
    /// <param name="message">Its bytes as they will be sent, but for the signatures in front.</param>
    public SigningOutcome Sign(ReadOnlyMemory<byte> message)
    {
        if (keys.IsEmpty) return new SigningOutcome.NotSigned();
        var read = DkimMessage.Read(message.Span);
        if (read?.FromDomain is not { } from || keys.Find(from) is not { } set) return new SigningOutcome.NotSigned();

        var usable = set.Keys.Where(key => key.Opened is not null).ToList();
        if (usable.Count == 0) return set.Choice.SendsUnsigned ? new SigningOutcome.NotSigned() : Blocked(set);
        var now = time.GetUtcNow();
        var fields = usable.ConvertAll(key => DkimSigner.Sign(read, key.Opened!, new DkimSignature(key.Key.Domain, key.Key.Selector, now)
        {
            Identity = from == key.Key.Domain ? null : from,
        }));
        return new SigningOutcome.WithSignatures(fields is [var only] ? only : [.. fields.SelectMany(field => field)]);
    }

    static SigningOutcome.Blocked Blocked(SigningSet set)
    {
        var domain = set.Choice.Domain;
        var names = string.Join(" and ", set.Keys.Select(key => key.Key.Selector));
        return new SigningOutcome.Blocked(domain, $"Mail from {domain} has to be signed, and the signing key {names} cannot be used: "
            + "the keys of the data folder were lost or replaced: restore them, or make a new key on the page Domains.");
    }
}
