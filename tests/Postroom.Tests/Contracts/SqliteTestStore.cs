using Microsoft.AspNetCore.DataProtection;
using Postroom.Accepting;
using Postroom.Alarms;
using Postroom.Deliveries;
using Postroom.Forges;
using Postroom.Forges.Memory;
using Postroom.MailServers.OAuth;
using Postroom.MailServers.Trust;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.People.Links;
using Postroom.People.Sessions;
using Postroom.People.SingleSignOn;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Signing;
using Postroom.Sqlite;
using Postroom.Sqlite.Accepting;
using Postroom.Sqlite.Alarms;
using Postroom.Sqlite.Deliveries;
using Postroom.Sqlite.Forges;
using Postroom.Sqlite.MailServers;
using Postroom.Sqlite.Notifications;
using Postroom.Sqlite.Outbox;
using Postroom.Sqlite.People;
using Postroom.Sqlite.Sandbox;
using Postroom.Sqlite.Settings;
using Postroom.Sqlite.Signing;
using Postroom.Tests.Support;

namespace Postroom.Tests.Contracts;

/// <summary>A store on SQLite in a folder of its own.</summary>
public sealed class SqliteTestStore : TestStore
{
    // One key ring for all, as nodes on the same data have.
    static readonly BodySeal Seal = new(new EphemeralDataProtectionProvider());

    readonly bool _ownsFolder;

    public SqliteTestStore() : this(Path.Combine(Path.GetTempPath(), "postroom-tests-" + Path.GetRandomFileName()), new FakeTime(), new SqliteOptions { IsShared = true })
        => _ownsFolder = true;

    internal SqliteTestStore(string folder, FakeTime time, SqliteOptions options, StoreUse use = StoreUse.Serve, BodySeal? seal = null)
    {
        Time = time;
        var opening = SqliteDatabase.Open(folder, use, options, time);
        Database = opening is StoreOpening.Opened opened
            ? opened.Database
            : throw new InvalidOperationException(((StoreOpening.Refused)opening).Message);
        Outbox = new SqliteOutbox(Database, Ready, Signal, seal ?? Seal);
        Records = new SqliteDeliveryRecords(Database);
        Causes = new SqliteFailureSummaries(Database, Signal);
        Events = new SqliteEventFeed(Database);
        Apps = new SqliteAppStore(Database);
        Settings = new SqliteSettingsStore(Database);
        Audit = new SqliteAuditLog(Database);
        RefreshTokens = new SqliteRefreshTokenStore(Database);
        Users = new SqliteUserStore(Database);
        Sessions = new SqliteSessionStore(Database);
        Links = new SqliteAccountLinkStore(Database);
        Limits = new SqliteRequestLimitStore(Database);
        ExternalLogins = new SqliteExternalLoginStore(Database);
        Sandbox = new SqliteSandboxMailbox(Database, seal ?? Seal);
        Certificates = new SqliteCertificateStore(Database);
        CertificateLog = new SqliteCertificateLog(Database);
        Outages = new SqliteOutageLog(Database);
        Forges = new SqliteForgeStore(Database);
        Inbox = new SqliteEventInbox(Database);
        Memory = new SqlitePullRequestMemoryStore(Database);
        Directory = new SqliteDirectoryStore(Database);
        Notices = new SqliteNoticeStore(Database);
        Digests = new SqliteDigestStore(Database);
        Choices = new SqliteChoiceStore(Database);
        SigningKeys = new SqliteSigningKeyStore(Database);
    }

    public SqliteDatabase Database { get; }

    public override IOutbox Outbox { get; }

    public override ICertificateStore Certificates { get; }

    public override ICertificateLog CertificateLog { get; }

    public override IOutageLog Outages { get; }

    public override IForgeStore Forges { get; }

    public override IEventInbox Inbox { get; }

    public override IPullRequestMemoryStore Memory { get; }

    public override IDeliveryRecords Records { get; }

    public override IFailureSummaries Causes { get; }

    public override IEventFeed Events { get; }

    public override IAppStore Apps { get; }

    public override ISettingsStore Settings { get; }

    public override IAuditLog Audit { get; }

    public override IRefreshTokenStore RefreshTokens { get; }

    public override IUserStore Users { get; }

    public override ISessionStore Sessions { get; }

    public override IAccountLinkStore Links { get; }

    public override IRequestLimitStore Limits { get; }

    public override IExternalLoginStore ExternalLogins { get; }

    public override ISandboxMailbox Sandbox { get; }

    public override IDirectoryStore Directory { get; }

    public override INoticeStore Notices { get; }

    public override IDigestStore Digests { get; }

    public override IChoiceStore Choices { get; }

    public override ISigningKeyStore SigningKeys { get; }

    public override TestStore OpenAnotherNode() => new SqliteTestStore(Database.Folder, Time, new SqliteOptions { IsShared = true });

    public override async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await base.DisposeAsync();
        if (_ownsFolder) System.IO.Directory.Delete(Database.Folder, recursive: true);
    }
}
