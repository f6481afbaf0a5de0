using Postroom.Settings;

namespace Postroom.Tests.Contracts;

public abstract class AuditLogContract<TStore> : Contract<TStore>
    where TStore : TestStore, new()
{
    [Fact]
    public async Task Entries_come_back_newest_first_and_bounded()
    {
        var entries = Enumerable.Range(0, 4).Select(number => new AuditEntry(
            Store.Time.GetUtcNow(), "ann@example.org", "key.created", $"app{number}", number == 3 ? null : "detail")).ToList();
        foreach (var entry in entries) await Store.Audit.AddAsync(entry, Token);

        Assert.Equal([entries[3], entries[2], entries[1]], await Store.Audit.ListAsync(3, Token));
    }
}
