using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Sessions;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.People;

public sealed class UserSessionsTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();
    readonly UserSessions _sessions;

    public UserSessionsTests() => _sessions = new UserSessions(
        _store.Sessions, _store.Users, new PeopleSettingsStore(new SettingsJournal(_store.Settings, _store.Audit, _store.Time)), _store.Audit, _store.Time);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_hash_of_the_key_is_kept()
    {
        var user = await AddAsync("ann@example.org");
        var key = await _sessions.BeginAsync(user, null, "Firefox", Token);

        Assert.NotNull(await _sessions.FindAsync(key, null, Token));
        Assert.All(Directory.GetFiles(_store.Database.Folder, "postroom.db*"), file => Assert.False(Holds(file, key!)));
    }

    [Fact]
    public async Task Use_is_noted_by_the_minute_and_another_address_at_once()
    {
        var user = await AddAsync("ann@example.org");
        var key = await _sessions.BeginAsync(user, System.Net.IPAddress.Parse("192.0.2.1"), "", Token);
        var begun = _store.Time.GetUtcNow();
        _store.Time.Advance(TimeSpan.FromSeconds(59));
        await _sessions.FindAsync(key, System.Net.IPAddress.Parse("::ffff:192.0.2.1"), Token);
        var soon = Assert.Single(await _sessions.ListAsync(user.Id, Token));
        await _sessions.FindAsync(key, System.Net.IPAddress.Parse("192.0.2.2"), Token);

        var moved = Assert.Single(await _sessions.ListAsync(user.Id, Token));

        Assert.Equal((begun, "192.0.2.1"), (soon.SeenAt, soon.Address));
        Assert.Equal((begun.AddSeconds(59), "192.0.2.2"), (moved.SeenAt, moved.Address));
    }

    [Fact]
    public async Task What_a_browser_says_is_cut_and_cleaned()
    {
        var user = await AddAsync("ann@example.org");
        await _sessions.BeginAsync(user, null, "Fire\u0007fox\r\n" + new string('x', 5_000), Token);

        var kept = Assert.Single(await _sessions.ListAsync(user.Id, Token)).UserAgent;

        Assert.StartsWith("Firefoxx", kept, StringComparison.Ordinal);
        Assert.True(kept.Length <= UserSessions.LongestUserAgent);
    }

    [Fact]
    public async Task All_that_has_run_out_is_swept_batch_by_batch()
    {
        for (var person = 0; person < 3; person++)
        {
            var user = await AddAsync($"user{person}@example.org");
            for (var number = 0; number < UserSessions.Most; number++) await _sessions.BeginAsync(user, null, "", Token);
        }

        _store.Time.Advance(UserSessions.Idle);
        using var sweep = new SessionSweep(_sessions, _store.Time, NullLogger<SessionSweep>.Instance);
        await sweep.SweepAsync(Token);

        Assert.Equal(0, await _sessions.SweepAsync(1, Token));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    static bool Holds(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
    }

    async Task<User> AddAsync(string email)
    {
        var now = _store.Time.GetUtcNow();
        var user = new User { Id = Guid.CreateVersion7(now), Email = email, Name = email, Role = UserRole.Member, Stamp = "1", CreatedAt = now };
        await _store.Users.AddAsync(user, onlyIfFirst: false, Token);
        return user;
    }
}
