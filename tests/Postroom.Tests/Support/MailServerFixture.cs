using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.MailServers;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Support;

/// <summary>The mail server settings on a fixture: a real store, keys that can be lost, values from outside.</summary>
public sealed class MailServerFixture : IAsyncDisposable
{
    const string Document = "MailServer";

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

    readonly SqliteTestStore _database = new();
    readonly TokenEndpoint _endpoint = new(TimeProvider.System);
    IDataProtectionProvider _keys = new EphemeralDataProtectionProvider();

    public MailServerFixture(params (string Key, string Value)[] outside)
    {
        Outside = outside;
        Store = Open();
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public IReadOnlyList<(string Key, string Value)> Outside { get; set; }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => _database.Database.Writer.Commits;

    public BuiltInMailServer BuiltIn { get; } = new() { Port = 2600 };

    public HostIdentity Host { get; set; } = new("fixture.example.net", IPAddress.Parse("192.0.2.7"));

    public MailServerSettingsStore Store { get; private set; }

    public TrustedCertificates Trusted { get; } = new();

    public FakeTime Time => _database.Time;

    public ICertificateLog CertificateLog => _database.CertificateLog;

    public ICertificateStore Certificates => _database.Certificates;

    public TrustStore Trust =>
        new(
            _database.Certificates, Trusted, new SecretProtector(_keys), _database.Audit, _database.Time,
            NullLogger<TrustStore>.Instance);

    public MailServer Server => ((MailServerState.Usable)Store.Current).Server;

    public string Trouble => ((MailServerState.Unusable)Store.Current).Problem!.MessageKey;

    public static async Task<MailServerFixture> LoadedAsync(params (string Key, string Value)[] outside)
    {
        var fixture = new MailServerFixture(outside);
        Assert.IsType<LoadOutcome.Loaded>(await fixture.LoadAsync());
        return fixture;
    }

    public static async Task<MailServerFixture> SavedAsync()
    {
        var fixture = await LoadedAsync();
        Assert.IsType<SaveOutcome.Saved>(await fixture.SaveAsync(Custom, Password));
        return fixture;
    }

    public Task<LoadOutcome> LoadAsync() => Store.LoadAsync(Token);

    public Task<SaveOutcome> SaveAsync(MailServerForm form, SignInSecrets? typed = null) =>
        Store.SaveAsync(form, typed, Store.View.Version, "ada@example.com", Token);

    public async Task RestartAsync()
    {
        Store.Dispose();
        Store = Open();
        await LoadAsync();
    }

    public void LoseKeys() => _keys = new EphemeralDataProtectionProvider();

    /// <summary>Every version that is stored, newest first.</summary>
    public async Task<IReadOnlyList<string>> DocumentsAsync() =>
        [.. (await _database.Settings.HistoryAsync(Document, 100, Token)).Select(version => version.Json)];

    /// <summary>Every entry of the audit log, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> AuditAsync() => _database.Audit.ListAsync(100, Token);

    /// <summary>Stores a version as another node would.</summary>
    public async Task PutAsync(string json)
    {
        var newest = await _database.Settings.ReadAsync(Document, Token);
        Assert.NotNull(await _database.Settings.SaveAsync(Document, json, newest?.Version ?? 0, "somebody else", DateTimeOffset.UnixEpoch, Token));
    }

    public async ValueTask DisposeAsync()
    {
        _endpoint.Dispose();
        Store.Dispose();
        await _database.DisposeAsync();
    }

    OAuthTokens Tokens()
    {
        var refreshTokens = new RefreshTokens(
            new SecretProtector(_keys), TimeProvider.System, NullLogger<RefreshTokens>.Instance, _database.RefreshTokens);
        return new OAuthTokens(_endpoint, refreshTokens, TimeProvider.System, NullLogger<OAuthTokens>.Instance);
    }

    MailServerSettingsStore Open()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Outside.Select(pair => KeyValuePair.Create<string, string?>($"MailServer:{pair.Key}", pair.Value)))
            .Build();
        return new MailServerSettingsStore(
            new SettingsJournal(_database.Settings, _database.Audit, _database.Time),
            new MailServerResolver(new SecretProtector(_keys), BuiltIn, Trusted, Tokens()),
            OutsideMailServer.Read(configuration),
            _ => Task.FromResult(Host),
            Trust,
            NullLogger<MailServerSettingsStore>.Instance);
    }
}
