using Postroom.Sqlite.Database;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Forges;
using Postroom.Sqlite.Notifications;
using Postroom.Sqlite.Outbox;
using Postroom.Sqlite.People;

namespace Postroom.Tests.Sqlite;

/// <summary>What runs while mail flows must cost the same beside a thousand rows and a million: no statement walks a table.</summary>
public sealed class QueryPlanTests : IDisposable
{
    readonly DataFolder _folder = new();

    public static TheoryData<string, string> Statements => new()
    {
        { Leasing.Take, "deliveries_waiting (lane=? AND due_at<?)" },
        { SqliteOutbox.NextDue, "deliveries_waiting (lane=?)" },
        { SqliteEventFeed.Read, "events_app (app=? AND id>?)" },
        { Expiry.Expire, "deliveries_expiring (expires_at<?)" },
        { LongWaits.Cut, "deliveries_waiting (lane=? AND due_at>?)" },
        { Recovery.TakeBack, "deliveries_leased" },
        { SearchSql.Any, "d USING INTEGER PRIMARY KEY" },
        { SearchSql.Waiting, "deliveries_waiting" },
        { SearchSql.Leased, "deliveries_leased" },
        { SearchSql.Settled, "deliveries_settled (state=?" },
        { InboxSql.Claim, "forge_inbox_due (due_at<?)" },
        { InboxSql.ReplayFailed, "forge_inbox_settled (state=?)" },
        { InboxSql.Settled, "forge_inbox_settled (state=?" },
        { InboxSql.Any, "forge_inbox USING INTEGER PRIMARY KEY" },
        { InboxSql.Forget, "forge_inbox_settled (state=?)" },
        { MemoryWriting.TakeLogin, "forge_people_login (source=? AND login_key=?)" },
        { MemoryWriting.Find, "pull_requests USING INDEX sqlite_autoindex_pull_requests_1 (source=? AND root=?)" },
        { SqlitePullRequestMemoryStore.FindPerson, "forge_people USING PRIMARY KEY (source=? AND id=?)" },
        { SqlitePullRequestMemoryStore.ForgetPeople, "forge_people_confirmed (confirmed_at<?)" },
        { SqlitePullRequestMemoryStore.ForgetPullRequests, "pull_requests_confirmed (confirmed_at<?)" },
        { DigestClaim.Take, "digests_next (next_at<?)" },
        { DigestClaim.Take, "digest_mails_person (person=? AND at>?)" },
        { SqliteDigestStore.NextDue, "digests_next" },
        { DigestReading.Parent, "pull_request_events_comment (thread=? AND comment=?)" },
        { EventRecording.AddCorrection, "digests_thread (thread=?)" },
        { SqliteNoticeStore.Named, "named USING PRIMARY KEY (thread=? AND text=?)" },
        { SqliteNoticeStore.Answered, "pull_request_events_discussion (thread=? AND discussion=?)" },
        { SqliteNoticeStore.PruneNamed, "named_at (at<?)" },
        { SqliteNoticeStore.PruneNotices, "notices_at (at<?)" },
        { SqliteNoticeStore.PruneEvents, "pull_request_events_received (received_at<?)" },
        { SqliteUserStore.Search, "users_name" },
        { SqliteSessionStore.List, "sessions_user (user_id=? AND seen_at>?)" },
        { SqliteSessionStore.EndOlder, "sessions_user (user_id=?)" },
        { SqliteSessionStore.SweepUnused, "sessions_seen (seen_at<?)" },
        { SqliteSessionStore.SweepOld, "sessions_started (started_at<?)" },
        { SqliteFailureSummaries.Causes, "deliveries_cause (cause>?)" },
        { SqliteFailureSummaries.Count, "deliveries_cause (cause=?)" },
        { SqliteFailureSummaries.Seen, "attempts_cause (cause=?)" },
        { SqliteFailureSummaries.Servers, "attempts_cause (cause=?)" },
        { SqliteFailureSummaries.Examples, "deliveries_cause (cause=? AND state=?)" },
        { SqliteFailureSummaries.Hurry, "deliveries_cause (cause=? AND state=?)" },
        { SqliteRequestLimitStore.Forget, "request_limits_full (full_at<?)" },
        { AcceptItem.FindKey, "messages_key (app=? AND idempotency_key=?)" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Statements))]
    public async Task Uses_its_index(string sql, string expected)
    {
        await _folder.MakeAsync();
        using var connection = Connection.OpenToRead(_folder.File);

        var plan = connection.Prepared("explain query plan " + sql).ReadAll(row => row.Text(3));

        Assert.Contains(plan, step => step.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step is "SCAN deliveries" or "SCAN messages" or "SCAN forge_inbox");
    }
}
