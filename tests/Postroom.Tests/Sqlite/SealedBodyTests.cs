using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Deliveries;
using Postroom.Outbox;
using Postroom.Sandbox;
using Postroom.Sqlite;
using Postroom.Sqlite.Database;
using Postroom.Tests.Contracts;
using Postroom.Tests.Support;

namespace Postroom.Tests.Sqlite;

/// <summary>What of a secret lies in the files of a data folder, and what happens when the key ring does not.</summary>
public sealed class SealedBodyTests : IDisposable
{
    const string Secret = "aB3-xY_9fQz0LmN-pRs7Tu_VwXyZ1234567890-AbCd";

    static readonly byte[] Mail = Encoding.UTF8.GetBytes($"From: a@example.com\r\nSubject: x\r\n\r\nhttps://example.com/reset?token={Secret}\r\n");

    readonly DataFolder _folder = new();
    readonly BodySeal _seal = new(new EphemeralDataProtectionProvider());

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_is_in_no_file_from_accept_until_the_end()
    {
        await using var store = Open(_seal);

        var leased = await store.AcceptAndLeaseAsync(AccountMail(store));
        var accepted = SecretSearch.InFolder(_folder.Path, Secret);
        await store.FinishAsync(leased, new DeliveryOutcome.Delivered("250 Ok"));

        Assert.Empty(accepted);
        Assert.Empty(SecretSearch.InFolder(_folder.Path, Secret));
    }

    [Fact]
    public async Task A_secret_in_the_sandbox_is_in_no_file()
    {
        await using var store = Open(_seal);

        await store.Sandbox.AddAsync(new SandboxMessage(_folder.Time.GetUtcNow(), "", ["ann@example.org"], Mail, "", ""), Token);

        Assert.Empty(SecretSearch.InFolder(_folder.Path, Secret));
    }

    [Fact]
    public async Task Of_a_wiped_body_nothing_is_left_in_the_file()
    {
        await using var store = Open(_seal);
        var leased = await store.AcceptAndLeaseAsync(AccountMail(store));
        await store.FinishAsync(leased, new DeliveryOutcome.Bounced("550 No"));

        using var connection = Connection.OpenToRead(_folder.File);

        Assert.Equal((0, 0), (connection.ReadNumber("select count(*) from bodies"), connection.ReadNumber("select parts from messages")));
    }

    [Fact]
    public async Task Without_a_key_account_mail_is_not_taken_and_nothing_is_stored()
    {
        await using var store = Open(new BodySeal());

        var outcome = await store.Outbox.AcceptAsync(AccountMail(store), Token);

        Assert.Equal(BodySeal.NoKey, Assert.IsType<AcceptOutcome.Unavailable>(outcome).Reason);
        Assert.Equal(0, (await store.Records.LedgerAsync(Token)).Accepted);
    }

    [Fact]
    public async Task Without_a_key_the_sandbox_takes_nothing()
    {
        await using var store = Open(new BodySeal());

        Assert.False(await store.Sandbox.AddAsync(new SandboxMessage(_folder.Time.GetUtcNow(), "", ["ann@example.org"], Mail, "", ""), Token));
    }

    [Fact]
    public async Task A_body_whose_key_is_lost_says_so_and_is_whole_when_the_key_is_back()
    {
        MessageId id;
        await using (var store = Open(_seal).WithoutHandOver()) id = await store.AcceptAsync(AccountMail(store));

        await using (var lost = Open(new BodySeal(new EphemeralDataProtectionProvider())))
            Assert.Equal(BodySeal.KeyLost, Assert.IsType<BodyReading.Unreadable>(await lost.Outbox.ReadBodyAsync(id, Token)).Reason);

        await using var again = Open(_seal);
        Assert.Equal(Mail, (await again.Outbox.ReadBytesAsync(id, Token))!.Value.ToArray());
    }

    [Fact]
    public async Task A_body_is_not_read_as_another_messages()
    {
        await using var store = Open(_seal).WithoutHandOver();
        var (one, other) = (await store.AcceptAsync(AccountMail(store)), await store.AcceptAsync(AccountMail(store)));
        using (var connection = Connection.OpenToWrite(_folder.File))
            connection.RunScript("update bodies set bytes = (select b.bytes from bodies b order by b.id limit 1)");

        Assert.IsType<BodyReading.Kept>(await store.Outbox.ReadBodyAsync(one, Token));
        Assert.IsType<BodyReading.Unreadable>(await store.Outbox.ReadBodyAsync(other, Token));
    }

    [Fact]
    public async Task A_sandbox_mail_whose_key_is_lost_says_so()
    {
        await using (var store = Open(_seal))
            await store.Sandbox.AddAsync(new SandboxMessage(_folder.Time.GetUtcNow(), "", ["ann@example.org"], Mail, "", "x"), Token);

        await using var lost = Open(new BodySeal(new EphemeralDataProtectionProvider()));
        var found = await lost.Sandbox.FindAsync(1, Token);

        Assert.Equal((true, 0, "x"), (found!.IsUnreadable, found.Message.Bytes.Length, found.Message.Subject));
    }

    [Fact]
    public async Task The_update_seals_what_waits_and_wipes_what_is_done()
    {
        MakeOldDatabase(accountMails: 120);
        var before = SecretSearch.InFolder(_folder.Path, Secret);

        await using var store = Open(_seal);
        using var sealing = new OldMailSealing(store.Database, _seal, NullLogger<OldMailSealing>.Instance);
        var settled = await sealing.RunAsync(Token);

        Assert.NotEmpty(before);
        Assert.Equal(123, settled);
        Assert.Empty(SecretSearch.InFolder(_folder.Path, Secret));
        var waits = Assert.IsType<BodyReading.Kept>(await store.Outbox.ReadBodyAsync(IdOf(1), Token));
        Assert.Equal((BodyKeeping.SealedUntilDone, Secret), (waits.Keeping, Assert.Single(waits.Secrets)));
        Assert.Equal(Mail, waits.Bytes.ToArray());
        Assert.IsType<BodyReading.Wiped>(await store.Outbox.ReadBodyAsync(IdOf(2), Token));
        Assert.Equal(Mail, (await store.Sandbox.FindAsync(1, Token))!.Message.Bytes.ToArray());
        Assert.Equal(0, await sealing.RunAsync(Token));
    }

    [Fact]
    public async Task The_update_leaves_ordinary_mail_as_it_is()
    {
        MakeOldDatabase(accountMails: 1);
        await using var store = Open(_seal);
        using var sealing = new OldMailSealing(store.Database, _seal, NullLogger<OldMailSealing>.Instance);

        await sealing.RunAsync(Token);

        Assert.Equal(BodyKeeping.Plain, Assert.IsType<BodyReading.Kept>(await store.Outbox.ReadBodyAsync(IdOf(0), Token)).Keeping);
    }

    [Fact]
    public async Task The_update_waits_for_the_key()
    {
        MakeOldDatabase(accountMails: 1);
        await using var store = Open(_seal);
        using (var without = new OldMailSealing(store.Database, new BodySeal(), NullLogger<OldMailSealing>.Instance))
            Assert.Equal(0, await without.RunAsync(Token));

        Assert.Equal(Mail, (await store.Outbox.ReadBytesAsync(IdOf(1), Token))!.Value.ToArray());
    }

    SqliteTestStore Open(BodySeal seal) => new(_folder.Path, _folder.Time, new SqliteOptions(), seal: seal);

    static OutboxMessage AccountMail(TestStore store) => store.Message(Lane.Account) with { Bytes = Mail, Secrets = [Secret] };

    static MessageId IdOf(int n) => new(new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    // As the version before left it: message 0 is ordinary, 1 waits, 2 is done, and so on; three lie in the sandbox.
    void MakeOldDatabase(int accountMails)
    {
        using (var old = Assert.IsType<StoreOpening.Opened>(_folder.Open(options: new SqliteOptions { Migrations = [.. Migrations.Known.Take(11)] })).Database) { }
        var mail = Convert.ToHexString(Mail);
        var ordinary = Convert.ToHexString("Subject: x\r\n\r\nx\r\n"u8);
        using var connection = Connection.OpenToWrite(_folder.File);
        connection.RunScript("insert into ledger (id, app, day) values (1, 'wiki', 1)");
        for (var n = 0; n <= accountMails; n++)
        {
            var (lane, state) = (n == 0 ? 1 : 0, n % 2 == 1 ? 0 : 2);
            var (body, size) = n == 0 ? (ordinary, ordinary.Length / 2) : (mail, Mail.Length);
            connection.RunScript(FormattableString.Invariant($"""
                insert into messages (n, id, app, lane, sender, size_bytes, parts, is_8bit, needs_smtputf8, created_at, expires_at, ledger, message_id, from_header, subject)
                values ({n + 1}, x'{IdOf(n).Value:N}', 'wiki', {lane}, '', {size}, 1, 0, 0, 0, 99999999999999, 1, 'x', 'x', 'x');
                insert into bodies (id, bytes) values ({(n + 1) << 12}, x'{body}');
                insert into deliveries (id, ledger, lane, state, attempts, due_at, expires_at, recipient) values ({(long)(n + 1) << 16}, 1, {lane}, {state}, 0, 1, 99999999999999, 'a@example.com');
                """));
        }

        for (var id = 1; id <= 3; id++)
        {
            connection.RunScript(FormattableString.Invariant($"""
                insert into sandbox_messages (id, received_at, sender, recipients, from_header, subject, size_bytes) values ({id}, 0, '', 'a@example.com', '', '', {Mail.Length});
                insert into sandbox_bodies (id, bytes) values ({id}, x'{mail}');
                """));
        }
    }
}
