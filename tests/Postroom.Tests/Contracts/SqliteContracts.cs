namespace Postroom.Tests.Contracts;

public sealed class SqliteAcceptTests : AcceptContract<SqliteTestStore>;

public sealed class SqliteLeaseTests : LeaseContract<SqliteTestStore>;

public sealed class SqliteFinishTests : FinishContract<SqliteTestStore>;

public sealed class SqliteSealTests : SealContract<SqliteTestStore>;

public sealed class SqliteEventFeedTests : EventFeedContract<SqliteTestStore>;

public sealed class SqliteRecoveryTests : RecoveryContract<SqliteTestStore>;

public sealed class SqliteClockTests : ClockContract<SqliteTestStore>;

public sealed class SqliteRetryAndCancelTests : RetryAndCancelContract<SqliteTestStore>;

public sealed class SqliteMovesTests : MovesContract<SqliteTestStore>;

public sealed class SqliteCauseTests : CauseContract<SqliteTestStore>;

public sealed class SqliteLedgerTests : LedgerContract<SqliteTestStore>;

public sealed class SqliteRecordsTests : RecordsContract<SqliteTestStore>;

public sealed class SqliteAppStoreTests : AppStoreContract<SqliteTestStore>;

public sealed class SqliteSettingsStoreTests : SettingsStoreContract<SqliteTestStore>;

public sealed class SqliteAuditLogTests : AuditLogContract<SqliteTestStore>;

public sealed class SqliteUserStoreTests : UserStoreContract<SqliteTestStore>;

public sealed class SqliteSessionTests : SessionContract<SqliteTestStore>;

public sealed class SqliteAccountLinkTests : AccountLinkContract<SqliteTestStore>;

public sealed class SqliteCertificateTests : CertificateContract<SqliteTestStore>;

public sealed class SqliteOutageTests : OutageContract<SqliteTestStore>;

public sealed class SqliteRequestLimitTests : RequestLimitContract<SqliteTestStore>;

public sealed class SqliteExternalLoginTests : ExternalLoginContract<SqliteTestStore>;

public sealed class SqliteInboxTests : InboxContract<SqliteTestStore>;

public sealed class SqliteMemoryTests : MemoryContract<SqliteTestStore>;

public sealed class SqliteSandboxTests : SandboxContract<SqliteTestStore>;

public sealed class SqliteDirectoryTests : DirectoryContract<SqliteTestStore>;

public sealed class SqliteNoticeTests : NoticeContract<SqliteTestStore>;

public sealed class SqliteDigestTests : DigestContract<SqliteTestStore>;

public sealed class SqliteChoiceTests : ChoiceContract<SqliteTestStore>;

public sealed class SqliteDigestReasonTests : DigestReasonContract<SqliteTestStore>;

public sealed class SqliteDigestPeopleTests : DigestPeopleContract<SqliteTestStore>;

public sealed class SqliteRefreshTokenTests : RefreshTokenContract<SqliteTestStore>;

public sealed class SqliteSigningKeyTests : SigningKeyContract<SqliteTestStore>;
