using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.MailServers;
using Postroom.Settings;

namespace Postroom.Tests.Support;

/// <summary>The mail server settings on a desk: stores in memory, keys that can be lost, values from outside.</summary>
public sealed class MailServerDesk : IDisposable
{
    public const string Password = "correct horse battery staple";

    public static readonly MailServerForm Custom = new()
    {
        Configuration = "custom",
        Host = "mail.example.com",
        Port = "587",
        Security = "starttls",
        Anonymous = "false",
        UserName = "robot",
        From = "noreply@example.com",
    };

    IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();

    public MailServerDesk(params (string Key, string Value)[] outside)
    {
        Outside = outside;
        Store = Open();
    }

    public IReadOnlyList<(string Key, string Value)> Outside { get; set; }

    public MemorySettingsStore Documents { get; } = new();

    public MemoryAuditLog Audit { get; } = new();

    public BuiltInMailServer BuiltIn { get; } = new() { Port = 2600 };

    public HostIdentity Host { get; set; } = new("desk.example.net", IPAddress.Parse("192.0.2.7"));

    public MailServerSettingsStore Store { get; private set; }

    public MailServer Server => ((MailServerState.Usable)Store.Current).Server;

    public string Trouble => ((MailServerState.Unusable)Store.Current).Problem!.MessageKey;

    public static async Task<MailServerDesk> LoadedAsync(params (string Key, string Value)[] outside)
    {
        var desk = new MailServerDesk(outside);
        Assert.IsType<LoadOutcome.Loaded>(await desk.LoadAsync());
        return desk;
    }

    public static async Task<MailServerDesk> SavedAsync()
    {
        var desk = await LoadedAsync();
        Assert.IsType<SaveOutcome.Saved>(await desk.SaveAsync(Custom, Password));
        return desk;
    }

    public Task<LoadOutcome> LoadAsync() => Store.LoadAsync(TestContext.Current.CancellationToken);

    public Task<SaveOutcome> SaveAsync(MailServerForm form, string? password = null) =>
        Store.SaveAsync(form, password, Store.View.Version, "ada@example.com", TestContext.Current.CancellationToken);

    public async Task RestartAsync()
    {
        Store.Dispose();
        Store = Open();
        await LoadAsync();
    }

    public void LoseKeys() => _keys = new EphemeralDataProtectionProvider();

    public void Dispose() => Store.Dispose();

    MailServerSettingsStore Open()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Outside.Select(pair => KeyValuePair.Create<string, string?>($"MailServer:{pair.Key}", pair.Value)))
            .Build();
        return new MailServerSettingsStore(
            new SettingsJournal(Documents, Audit, new FakeTime()),
            new MailServerResolver(new SecretProtector(_keys), BuiltIn),
            OutsideMailServer.Read(configuration),
            _ => Task.FromResult(Host),
            NullLogger<MailServerSettingsStore>.Instance);
    }
}
