using Postroom.Sqlite.Writing;

namespace Postroom.Sqlite.Notifications;

/// <summary>Takes due digests in hand, within the caller's transaction.</summary>
static class DigestClaim
{
    /// <summary>How long a digest stays in hand: far longer than writing a batch takes. Afterwards any node may write it, with the same key.</summary>
    public static readonly TimeSpan InHand = TimeSpan.FromMinutes(5);

    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // One statement, so no other node can take the same row between our read and our write. A person's digests are counted
    // in order, those in hand before first and those due at once next, and what is beyond their hour's share is left open.
    // Indexes: digests_next (next_at), digest_mails_person (person, at).
    internal const string Take = """
        update digests set sealed = 1, next_at = @until, attempts = attempts + 1
         where id in (
            select id from (
                select id, person, next_at, sealed,
                       row_number() over (partition by person order by sealed desc, is_immediate desc, next_at, id) as place
                  from digests where next_at <= @now) due
             where sealed = 1
                or place <= @most - (select count(*) from digest_mails m where m.person = due.person and m.at > @since)
             order by next_at, id limit @limit)
        returning id, person, thread
        """;

    const string MoveItems = """
        insert or ignore into digest_items (digest, event, kind, reason) select @to, event, kind, reason from digest_items where digest = @from
        """;

    const string Drop = "delete from digests where id = @id";

    public static List<ClaimedDigest> Run(
        WriteTransaction transaction, DateTimeOffset now, int limit, int mostMailsPerHour)
    {
        var taken = transaction.Prepared(Take).Set("@now", now).Set("@until", now + InHand).Set("@since", now - Hour)
            .Set("@most", mostMailsPerHour).Set("@limit", limit).ReadAll(
                row => new ClaimedDigest(row.Long(0), row.Uuid(1), row.Long(2)));
        return [.. taken.OrderBy(digest => digest.Id).GroupBy(digest => (digest.Person, digest.Thread)).Select(same => Joined(transaction, [.. same]))];
    }

    // What is due at once and what is due in the digest came due together, as after an outage: one mail tells both.
    static ClaimedDigest Joined(WriteTransaction transaction, List<ClaimedDigest> same)
    {
        foreach (var other in same.Skip(1))
        {
            transaction.Prepared(MoveItems).Set("@from", other.Id).Set("@to", same[0].Id).Run();
            transaction.Prepared(Drop).Set("@id", other.Id).Run();
        }

        return same[0];
    }
}

/// <summary>A digest taken in hand.</summary>
/// <param name="Id">The digest.</param>
/// <param name="Person">Whom.</param>
/// <param name="Thread">The pull request.</param>
sealed record ClaimedDigest(long Id, Guid Person, long Thread);
