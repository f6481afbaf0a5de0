using Microsoft.Extensions.DependencyInjection;
using Postroom.Accepting;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Sqlite;

namespace Postroom.Tests.Sqlite;

public sealed class SqliteServicesTests : IDisposable
{
    readonly DataFolder _folder = new();

    public static TheoryData<Type> Stores =>
    [
        typeof(IOutbox), typeof(IDeliveryRecords), typeof(IAppStore), typeof(ISettingsStore), typeof(IAuditLog), typeof(IUserStore),
        typeof(ISandboxMailbox), typeof(IDirectoryStore), typeof(INoticeStore), typeof(IDigestStore),
        typeof(IChoiceStore),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Stores))]
    public async Task Every_store_is_there(Type store)
    {
        await using var host = Host();

        Assert.NotNull(host.GetRequiredService(store));
    }

    [Fact]
    public async Task The_host_closes_the_data_folder()
    {
        var host = Host();
        host.GetRequiredService<IOutbox>();

        await host.DisposeAsync();

        await _folder.MakeAsync();
        Assert.False(File.Exists(_folder.File + "-wal"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_opened_is_told_in_words()
    {
        await using var store = _folder.OpenStore();

        var fault = Assert.Throws<StoreUnavailableException>(() => new ServiceCollection().UseSqlite(_folder.Path));

        Assert.Contains("Another Postroom", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_closed_refuses_to_read()
    {
        var store = _folder.OpenStore();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Audit.ListAsync(1, TestContext.Current.CancellationToken));
    }

    ServiceProvider Host() => new ServiceCollection().AddLogging().UseSqlite(_folder.Path).BuildServiceProvider();
}
