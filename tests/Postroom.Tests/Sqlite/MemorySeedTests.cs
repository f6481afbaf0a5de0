using Postroom.Forges.Memory;
using Postroom.Notifications;
using Postroom.Sqlite;
using Postroom.Sqlite.Database;
using Postroom.Tests.Notifications;

namespace Postroom.Tests.Sqlite;

public sealed class MemorySeedTests : IDisposable
{
    static readonly SqliteOptions Before = new() { Migrations = [.. Migrations.Known.Where(migration => migration.Number != 16)] };

    readonly DataFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_happened_before_the_memory_is_where_it_begins()
    {
        await using (var store = _folder.OpenStore(options: Before))
        {
            await store.Notices.RecordAsync(Events.Handled(Events.Opened, store.Time.GetUtcNow()), Token);
            await store.Notices.RecordAsync(Events.Handled(Events.Comment(Events.Dan, "Hm", "2"), store.Time.GetUtcNow()), Token);
            await store.Notices.RecordAsync(Events.Handled(Events.Comment(Events.Dan, "Hm", "3"), store.Time.GetUtcNow()), Token);
        }

        await using var after = _folder.OpenStore();
        var memory = (await after.Memory.RecallAsync("hub", ThreadNames.Of(Events.Seven).Root, [], Token)).Memory;
        Assert.Equal(
            [(PullRequestRole.Author, "ann", "Ann Lee"), (PullRequestRole.Asked, "ben", "Ben Ito"), (PullRequestRole.Commenter, "dan", "Dan")],
            memory.Roles.Select(known => (known.Role, known.Who.Login, known.Who.Name)).OrderBy(known => known.Role));
        Assert.All(memory.Roles, known => Assert.Equal(after.Time.GetUtcNow(), known.ConfirmedAt, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task An_empty_folder_begins_with_nothing()
    {
        await using var store = _folder.OpenStore();

        Assert.Empty((await store.Memory.RecallAsync("hub", "root", [], Token)).Memory.Roles);
    }
}
